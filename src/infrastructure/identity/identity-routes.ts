import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Identity } from "#application/identity/identity.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";
import { profileRoutes } from "./profile-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { userAdministrationRoutes } from "./user-administration-routes.ts";

export interface IdentityRoutesOptions {
  readonly identity: Identity;
  readonly authentication: Authentication;
  /** Requests per minute from one address to where passwords or tokens could be guessed. */
  readonly logInsPerMinute: number;
}

export const identityRoutes =
  (options: IdentityRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(sessionRoutes(options));
    await app.register(profileRoutes(options));
    await app.register(userAdministrationRoutes(options));
  };
