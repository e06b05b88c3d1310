import { type Catalog, createCatalog } from "#application/catalog/catalog.ts";
import { ProductFactory } from "#domain/catalog/product-factory.ts";
import { token } from "#infrastructure/shared/container.ts";
import { type Module, shared } from "#infrastructure/shared/module.ts";
import { catalogRoutes } from "./catalog-routes.ts";
import { PostgresProductFiles } from "./postgres-product-files.ts";
import { PostgresProductRepository } from "./postgres-product-repository.ts";
import { PostgresProductSearch } from "./postgres-product-search.ts";

export { runCatalogCommand } from "./catalog-command.ts";

/** What tests and the command line may ask the container for. */
export const catalog = { useCases: token<Catalog>("catalog") };

export const catalogModule: Module = {
  tags: {
    "catalog: products": "What is sold, at which price, and how many are left.",
    "catalog: files": "The whole catalog as a file, in and out.",
  },

  register(container) {
    container.register(catalog.useCases, (c) => {
      const dataSource = c.resolve(shared.dataSource);
      const productFactory = new ProductFactory(c.resolve(shared.clock), c.resolve(shared.ids));
      return createCatalog({
        products: new PostgresProductRepository(dataSource, productFactory),
        productFactory,
        productSearch: new PostgresProductSearch(dataSource),
        productFiles: new PostgresProductFiles(dataSource),
      });
    });
  },

  routes(container) {
    const { secret } = container.resolve(shared.configuration).tokens;
    if (secret === undefined) throw new Error("A service needs a TOKEN_SECRET: start() keeps one, tests set one.");
    return catalogRoutes({
      catalog: container.resolve(catalog.useCases),
      authentication: container.resolve(shared.authentication),
      secret: secret.reveal(),
    });
  },
};
