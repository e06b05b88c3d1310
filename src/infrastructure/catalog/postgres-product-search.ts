import type {
  ProductFilter,
  ProductPosition,
  ProductSearch,
  ProductSort,
} from "#application/catalog/product-search.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { searchProducts } from "#sql/catalog/product-search.sql.ts";
import { toPage } from "#domain/shared/page.ts";

export class PostgresProductSearch implements ProductSearch {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async search(filter: ProductFilter, sort: ProductSort, limit: number, after?: ProductPosition) {
    const parameters = { ...toParameters(filter), ...toOrder(sort, after), limit: limit + 1 };
    const rows = await this.#dataSource.withConnection((connection) => searchProducts(connection, parameters));
    const found = rows.map((row) => ({ ...row, id: parseId<"Product">(row.id) }));
    return toPage(found, limit, (last) => last);
  }
}

function toParameters({ text, minPrice, maxPrice, available }: ProductFilter) {
  return {
    words: text === undefined ? null : toWords(text),
    minPrice: minPrice ?? null,
    maxPrice: maxPrice ?? null,
    available: available ?? null,
  };
}

/**
 * As `to_tsquery` takes it: each word quoted, and good for what begins with it. Signs of ASCII are blanks, as in the column:
 * so none is an operator.
 */
function toWords(text: string): string {
  const words = text.split(/[\s!-/:-@[-`{-~]+/).filter((word) => word !== "");
  return words.map((word) => `'${word}':*`).join(" & ");
}

function toOrder(order: ProductSort, after: ProductPosition | undefined) {
  const afterId = after?.id ?? null;
  if (order === "price") return { order, afterPrice: after?.price ?? null, afterId };
  if (order === "name") return { order, afterName: after?.name ?? null, afterId };
  return { order, afterCreatedAt: after?.createdAt ?? null, afterId };
}
