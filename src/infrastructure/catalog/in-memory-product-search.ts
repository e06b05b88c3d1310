import type {
  ProductFilter,
  ProductListing,
  ProductPosition,
  ProductSearch,
  ProductSort,
} from "#application/catalog/product-search.ts";
import { Money } from "#domain/shared/money.ts";
import { toPage } from "#domain/shared/page.ts";
import type { InMemoryCatalogStore } from "./in-memory-catalog-store.ts";

type Comparison = (one: ProductPosition, other: ProductPosition) => number;

/** Keeps the same promises as `PostgresProductSearch`: both pass the contract suite. */
export class InMemoryProductSearch implements ProductSearch {
  readonly #store: InMemoryCatalogStore;

  constructor(store: InMemoryCatalogStore) {
    this.#store = store;
  }

  async search(filter: ProductFilter, sort: ProductSort, limit: number, after?: ProductPosition) {
    const compare = comparisons[sort];
    const rest = this.#listings()
      .filter((product) => fits(product, filter) && (after === undefined || compare(product, after) > 0))
      .toSorted(compare);
    return toPage(rest, limit, (last) => last);
  }

  #listings(): ProductListing[] {
    return [...this.#store.products.values()]
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ id, sku, name, description, price, stockQuantity, createdAt }) => ({
        ...{ id, sku, name, description, price, stockQuantity, createdAt },
      }));
  }
}

function fits(product: ProductListing, { text, minPrice, maxPrice, available }: ProductFilter): boolean {
  const price = Money.parse(product.price);
  return (
    (text === undefined || hasWords(product, text)) &&
    (minPrice === undefined || !price.isLessThan(Money.parse(minPrice))) &&
    (maxPrice === undefined || !Money.parse(maxPrice).isLessThan(price)) &&
    (available === undefined || product.stockQuantity > 0 === available)
  );
}

function hasWords({ name, description }: ProductListing, text: string): boolean {
  const words = wordsOf(`${name} ${description ?? ""}`);
  const wanted = wordsOf(text);
  return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

const byId: Comparison = (one, other) => order(one.id, other.id);

const comparisons: Readonly<Record<ProductSort, Comparison>> = {
  newest: (one, other) => other.createdAt.getTime() - one.createdAt.getTime() || byId(other, one),
  price: (one, other) => Number(one.price) - Number(other.price) || byId(one, other),
  name: (one, other) => order(one.name.toLowerCase(), other.name.toLowerCase()) || byId(one, other),
};

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
