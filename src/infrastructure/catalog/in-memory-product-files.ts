import type { ImportOutcome, ProductFiles } from "#application/catalog/product-files.ts";
import type { ProductFields } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";
import type { InMemoryCatalogStore } from "./in-memory-catalog-store.ts";

/** Keeps the same promises as `PostgresProductFiles`: both pass the contract suite. */
export class InMemoryProductFiles implements ProductFiles {
  readonly #store: InMemoryCatalogStore;

  constructor(store: InMemoryCatalogStore) {
    this.#store = store;
  }

  importAll(products: readonly ProductSnapshot[]): Promise<ReadonlyMap<string, ImportOutcome>> {
    return this.#store.run(async () => new Map(products.map((product) => [product.sku, this.#importOne(product)])));
  }

  async exportAll(consume: (products: AsyncIterable<ProductFields>) => Promise<void>): Promise<void> {
    const sold = [...this.#store.products.values()].filter(({ archivedAt }) => archivedAt === null);
    await consume(each(sold.toSorted((one, other) => (one.sku < other.sku ? -1 : 1)).map(toFields)));
  }

  #importOne(product: ProductSnapshot): ImportOutcome {
    const stored = this.#store.products.values().find(({ sku }) => sku === product.sku);
    if (stored === undefined) {
      this.#store.products.set(product.id, product);
      return "added";
    }
    if (stored.archivedAt !== null) return "archived";
    const fields = toFields(product);
    if (JSON.stringify(fields) === JSON.stringify(toFields(stored))) return "unchanged";
    const version = stored.version + 1;
    this.#store.products.set(stored.id, { ...stored, ...fields, version, updatedAt: product.updatedAt });
    return "changed";
  }
}

function toFields({ sku, name, description, price, stockQuantity }: ProductSnapshot): ProductFields {
  return { sku, name, description, price, stockQuantity };
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
