import type { ImportOutcome, ProductFiles } from "#application/catalog/product-files.ts";
import type { ProductEvent } from "#domain/catalog/events.ts";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { exportProducts, importProducts } from "#sql/catalog/product-files.sql.ts";

/** How long an export may take, in milliseconds: its reader may be slow. */
const exportTimeout = 10 * 60_000;

export class PostgresProductFiles implements ProductFiles {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async importAll(products: readonly ProductSnapshot[]): Promise<ReadonlyMap<string, ImportOutcome>> {
    const eventType: ProductEvent["type"] = "ProductImported";
    const rows = await this.#dataSource.withConnection((connection) =>
      importProducts(connection, { products, eventType }),
    );
    const unclear = rows.filter(({ outcome }) => outcome === "unclear").map(({ sku }) => sku);
    const outcomes = new Map(rows.map(({ sku, outcome }) => [sku, outcome as ImportOutcome]));
    if (unclear.length === 0) return outcomes;
    const again = await this.importAll(products.filter(({ sku }) => unclear.includes(sku)));
    return new Map([...outcomes, ...again]);
  }

  exportAll(consume: (products: AsyncIterable<ProductFields>) => Promise<void>): Promise<void> {
    return this.#dataSource.withTransaction((transaction) => consume(exportProducts(transaction)), {
      readOnly: true,
      // What is read can't be read again.
      attempts: 1,
      idleInTransactionTimeout: exportTimeout,
      transactionTimeout: exportTimeout,
    });
  }
}
