import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { fulfilmentRoutes } from "./fulfilment-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { productRoutes } from "./product-routes.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";
import { salesRoutes } from "./sales-routes.ts";

export const orderingRoutes =
  (options: OrderingRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(orderRoutes(options));
    await app.register(fulfilmentRoutes(options));
    await app.register(salesRoutes(options));
    await app.register(productRoutes(options));
  };
