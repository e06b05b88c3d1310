import { ProductNotFound, SkuAlreadyTaken } from "#domain/catalog/errors.ts";
import type { ProductFactory } from "#domain/catalog/product-factory.ts";
import type { ProductRepository } from "#domain/catalog/product-repository.ts";
import type { Product, ProductId } from "#domain/catalog/product.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { InMemoryCatalogStore } from "./in-memory-catalog-store.ts";

/** Keeps the same promises as `PostgresProductRepository`: both pass the contract suite. */
export class InMemoryProductRepository implements ProductRepository {
  readonly #store: InMemoryCatalogStore;
  readonly #factory: ProductFactory;

  constructor(store: InMemoryCatalogStore, factory: ProductFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: Product): Promise<void> {
    return this.#store.run(async () => {
      if (this.#store.products.values().some(({ sku }) => sku === snapshot.sku)) throw new SkuAlreadyTaken();
      this.#store.products.set(snapshot.id, snapshot);
    });
  }

  async read(id: ProductId): Promise<Product> {
    const found = this.#store.products.get(id);
    if (found === undefined) throw new ProductNotFound();
    return this.#factory.restore(found);
  }

  update(id: ProductId, change: Change<Product>, { expectedVersion }: UpdateOptions = {}): Promise<Product> {
    return this.#store.run(async () => {
      const product = await this.read(id);
      const { version } = product.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        throw new ConcurrencyConflict("The product", expectedVersion, version);
      }
      if (!applyChange(product, change)) return product;
      const changed = { ...product.snapshot, version: version + 1 };
      this.#store.products.set(id, changed);
      return this.#factory.restore(changed);
    });
  }

  archiveAll(ids: readonly ProductId[]): Promise<number> {
    return this.#store.run(async () => {
      let archived = 0;
      for (const id of new Set(ids)) {
        const { version } = (await this.read(id)).snapshot;
        const { snapshot } = await this.update(id, (product) => product.archive());
        if (snapshot.version > version) archived++;
      }
      return archived;
    });
  }
}
