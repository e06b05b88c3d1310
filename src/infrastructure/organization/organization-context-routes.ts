import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { integrationRoutes } from "./integration-routes.ts";
import { invitationAdministrationRoutes } from "./invitation-administration-routes.ts";
import { invitationRoutes } from "./invitation-routes.ts";
import { memberRoutes } from "./member-routes.ts";
import { organizationRoutes } from "./organization-routes.ts";
import { roomRoutes } from "./room-routes.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

export const organizationContextRoutes =
  (options: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(organizationRoutes(options));
    await app.register(memberRoutes(options));
    await app.register(invitationRoutes(options));
    await app.register(invitationAdministrationRoutes(options));
    await app.register(roomRoutes(options));
    await app.register(integrationRoutes(options));
  };
