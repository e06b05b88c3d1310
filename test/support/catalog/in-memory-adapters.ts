import { test as base } from "vitest";
import { createCatalog } from "#application/catalog/catalog.ts";
import { InMemoryCatalogStore } from "#infrastructure/catalog/in-memory-catalog-store.ts";
import { InMemoryProductFiles } from "#infrastructure/catalog/in-memory-product-files.ts";
import { InMemoryProductRepository } from "#infrastructure/catalog/in-memory-product-repository.ts";
import { InMemoryProductSearch } from "#infrastructure/catalog/in-memory-product-search.ts";
import { type CatalogAdapters, testFactories } from "./catalog-adapters.ts";

function inMemoryAdapters(): CatalogAdapters {
  const factories = testFactories();
  const store = new InMemoryCatalogStore();
  return {
    ...factories,
    products: new InMemoryProductRepository(store, factories.productFactory),
    productSearch: new InMemoryProductSearch(store),
    productFiles: new InMemoryProductFiles(store),
  };
}

/** All use cases of catalog without a database: `const { catalog, clock, products } = inMemoryCatalog()`. */
export function inMemoryCatalog() {
  const adapters = inMemoryAdapters();
  return { ...adapters, catalog: createCatalog(adapters) };
}

/** `test` with the fixture `catalog`: in-memory adapters of its own for each test. */
export const test = base.extend("catalog", () => inMemoryAdapters());
