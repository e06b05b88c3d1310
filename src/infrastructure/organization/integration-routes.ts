import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { IntegrationNotFound } from "#domain/organization/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { closed, instant, NoContent, orNull } from "#infrastructure/shared/http/schemas.ts";
import { invalidName } from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const key = Type.String({
  pattern: "^[a-z0-9][a-z0-9-]{0,49}$",
  examples: ["google-calendar"],
  description: "Names the integration.",
});
const KeyParams = Type.Object({ key });
const account = orNull(Type.String({ minLength: 1, maxLength: 200, examples: ["ada@example.com"] }));
const ConnectionBody = Type.Object({ account: Type.Optional(account) }, closed);
const ListView = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        key,
        name: Type.String(),
        connectedAt: orNull(instant),
        account,
      }),
    ),
  },
  { description: "All integrations; connectedAt is null for those that you haven't connected." },
);

const schema = { tags: ["organization: integrations"] };

export const integrationRoutes =
  ({ organization, authentication }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.get(
      "/v1/me/integrations",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "listIntegrations",
          summary: "List integrations and your connections",
          response: { 200: ListView },
        },
      },
      async ({ actor }) => {
        const integrations = await organization.listIntegrations(parseId(actor.userId));
        return {
          items: integrations.map((item) => ({ ...item, connectedAt: item.connectedAt?.toISOString() ?? null })),
        };
      },
    );

    app.put(
      "/v1/me/integrations/:key",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "connectIntegration",
          summary: "Connect an integration",
          description: "Connected already, only the account changes: one that is not given stays; null clears it.",
          params: KeyParams,
          body: ConnectionBody,
          response: { 204: NoContent },
          problems: [new IntegrationNotFound(), invalidName],
        },
      },
      async ({ actor, params, body }, reply) => {
        await organization.connectIntegration({ userId: parseId(actor.userId), key: params.key, ...body });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      "/v1/me/integrations/:key",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "disconnectIntegration",
          summary: "Disconnect an integration",
          params: KeyParams,
          response: { 204: NoContent },
          problems: [new IntegrationNotFound()],
        },
      },
      async ({ actor, params }, reply) => {
        await organization.disconnectIntegration(parseId(actor.userId), params.key);
        return reply.code(204).send(null);
      },
    );
  };
