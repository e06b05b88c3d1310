import type { ProductFactory } from "#domain/catalog/product-factory.ts";
import type { ProductRepository } from "#domain/catalog/product-repository.ts";
import type { ProductFiles } from "./product-files.ts";
import type { ProductSearch } from "./product-search.ts";

/** All that the use cases of catalog need from outside; each takes its own part of it. */
export interface Ports {
  readonly products: ProductRepository;
  readonly productFactory: ProductFactory;
  readonly productSearch: ProductSearch;
  readonly productFiles: ProductFiles;
}
