import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { productExportRoutes } from "./product-export-routes.ts";
import { productImportRoutes } from "./product-import-routes.ts";
import { productRoutes } from "./product-routes.ts";
import { productSearchRoutes } from "./product-search-routes.ts";
import type { CatalogRoutesOptions } from "./route-options.ts";

export const catalogRoutes =
  (options: CatalogRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(productRoutes(options));
    await app.register(productSearchRoutes(options));
    await app.register(productImportRoutes(options));
    await app.register(productExportRoutes(options));
  };
