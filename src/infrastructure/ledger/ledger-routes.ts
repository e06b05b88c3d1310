import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { accountRoutes } from "./account-routes.ts";
import { moneyRoutes } from "./money-routes.ts";
import type { LedgerRoutesOptions } from "./route-options.ts";

export const ledgerRoutes =
  (options: LedgerRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(accountRoutes(options));
    await app.register(moneyRoutes(options));
  };
