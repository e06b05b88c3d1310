import { ProductNotFound, SkuAlreadyTaken } from "#domain/catalog/errors.ts";
import type { ProductFactory } from "#domain/catalog/product-factory.ts";
import type { ProductRepository } from "#domain/catalog/product-repository.ts";
import type { Product, ProductId } from "#domain/catalog/product.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf } from "#infrastructure/shared/database/statement.ts";
import { appendEventsOfMany } from "#sql/catalog/event.sql.ts";
import {
  archiveProducts,
  findProduct,
  insertProduct,
  lockProduct,
  lockProducts,
  updateProduct,
} from "#sql/catalog/product.sql.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import { appendEvents } from "./append-events.ts";

type ProductRow = RowOf<typeof findProduct>;

const constraintErrors: ConstraintErrors = { products_sku_key: SkuAlreadyTaken };

export class PostgresProductRepository implements ProductRepository {
  readonly #dataSource: DataSource;
  readonly #factory: ProductFactory;

  constructor(dataSource: DataSource, factory: ProductFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create({ snapshot, events }: Product): Promise<void> {
    await translateConstraints(constraintErrors, () =>
      this.#dataSource.withTransaction(async (transaction) =>
        transaction.commitWith([
          insertProduct(transaction, snapshot),
          appendEvents(transaction, snapshot.id, snapshot.version, events),
        ]),
      ),
    );
  }

  async read(id: ProductId): Promise<Product> {
    return this.#restore(await this.#dataSource.withConnection((connection) => findProduct(connection, { id })));
  }

  update(id: ProductId, change: Change<Product>, { expectedVersion }: UpdateOptions = {}): Promise<Product> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const product = this.#restore(await lockProduct(transaction, { id }));
      const before = product.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        throw new ConcurrencyConflict("The product", expectedVersion, before.version);
      }
      if (!applyChange(product, change)) return product;

      const { snapshot, events } = product;
      const version = before.version + 1;
      transaction.commitWith([updateProduct(transaction, snapshot), appendEvents(transaction, id, version, events)]);
      return this.#factory.restore({ ...snapshot, version });
    });
  }

  archiveAll(ids: readonly ProductId[]): Promise<number> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const products = (await lockProducts(transaction, { ids })).map((row) => this.#restore(row));
      if (products.length < new Set(ids).size) throw new ProductNotFound();
      const archived = products.filter((product) => applyChange(product, () => product.archive()));
      if (archived.length === 0) return 0;

      transaction.commitWith([
        archiveProducts(transaction, { products: archived.map(({ snapshot }) => snapshot) }),
        appendEventsOfMany(transaction, { events: archived.flatMap(eventRows) }),
      ]);
      return archived.length;
    });
  }

  #restore(row: ProductRow | undefined): Product {
    if (row === undefined) throw new ProductNotFound();
    return this.#factory.restore({ ...row, id: parseId(row.id) });
  }
}

function eventRows({ snapshot: { id, version }, events }: Product) {
  return events.map(({ type, occurredAt }) => ({ aggregateId: id, version: version + 1, type, occurredAt }));
}
