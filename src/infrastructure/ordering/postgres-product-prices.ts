import type { Product, ProductPrices } from "#application/ordering/product-prices.ts";
import type { ProductId } from "#domain/ordering/order-item.ts";
import { parseId } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { findProducts, putProduct } from "#sql/ordering/product-prices.sql.ts";

export class PostgresProductPrices implements ProductPrices {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async find(ids: readonly ProductId[]): Promise<readonly Product[]> {
    const rows = await this.#dataSource.withConnection((connection) => findProducts(connection, { ids }));
    return rows.map((row) => ({ ...row, id: parseId(row.id), price: Money.parse(row.price) }));
  }

  async put(product: Product): Promise<void> {
    const price = product.price.toString();
    await this.#dataSource.withConnection((connection) => putProduct(connection, { ...product, price }));
  }
}
