import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { profileRoutes } from "./profile-routes.ts";
import type { IdentityRoutesOptions } from "./route-options.ts";
import { sessionRoutes } from "./session-routes.ts";
import { userAdministrationRoutes } from "./user-administration-routes.ts";

export const identityRoutes =
  (options: IdentityRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(sessionRoutes(options));
    await app.register(profileRoutes(options));
    await app.register(userAdministrationRoutes(options));
  };
