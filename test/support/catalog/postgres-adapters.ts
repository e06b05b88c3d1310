import { PostgresProductFiles } from "#infrastructure/catalog/postgres-product-files.ts";
import { PostgresProductRepository } from "#infrastructure/catalog/postgres-product-repository.ts";
import { PostgresProductSearch } from "#infrastructure/catalog/postgres-product-search.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { test as base } from "#test/support/fixtures.ts";
import { type CatalogAdapters, testFactories } from "./catalog-adapters.ts";

/** The adapters of catalog on a `DataSource` of the test's own. */
export function postgresAdapters(dataSource: DataSource): CatalogAdapters {
  const factories = testFactories();
  return {
    ...factories,
    products: new PostgresProductRepository(dataSource, factories.productFactory),
    productSearch: new PostgresProductSearch(dataSource),
    productFiles: new PostgresProductFiles(dataSource),
  };
}

/** `test` with the fixture `catalog`: adapters on a database of its own for each test. */
export const test = base.extend("catalog", ({ db }) => postgresAdapters(db.dataSource));
