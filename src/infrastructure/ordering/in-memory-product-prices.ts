import type { Product, ProductPrices } from "#application/ordering/product-prices.ts";
import type { ProductId } from "#domain/ordering/order-item.ts";
import type { InMemoryOrderingStore } from "./in-memory-ordering-store.ts";

/** Keeps the same promises as `PostgresProductPrices`: both pass the contract suite. */
export class InMemoryProductPrices implements ProductPrices {
  readonly #store: InMemoryOrderingStore;

  constructor(store: InMemoryOrderingStore) {
    this.#store = store;
  }

  async find(ids: readonly ProductId[]): Promise<readonly Product[]> {
    return [...this.#store.products.values()].filter(({ id }) => ids.includes(id));
  }

  put(product: Product): Promise<void> {
    return this.#store.run(async () => void this.#store.products.set(product.id, product));
  }
}
