import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { NoContent } from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const key = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,49}$", examples: ["google-calendar"] });
const orNull = <Schema extends ReturnType<typeof Type.String>>(schema: Schema) => Type.Union([schema, Type.Null()]);
const account = orNull(Type.String({ minLength: 1, maxLength: 200, examples: ["ada@example.com"] }));
const ConnectionBody = Type.Object({ account: Type.Optional(account) }, closed);
const ListView = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        key,
        name: Type.String(),
        connectedAt: orNull(Type.String({ format: "date-time" })),
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
        schema: { ...schema, summary: "List integrations and your connections", response: { 200: ListView } },
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
          summary: "Connect an integration",
          description: "Connected already, only the account changes: one that is not given stays; null clears it.",
          params: Type.Object({ key }),
          body: ConnectionBody,
          response: { 204: NoContent, ...problems(404, 422) },
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
          summary: "Disconnect an integration",
          params: Type.Object({ key }),
          response: { 204: NoContent, ...problems(404) },
        },
      },
      async ({ actor, params }, reply) => {
        await organization.disconnectIntegration(parseId(actor.userId), params.key);
        return reply.code(204).send(null);
      },
    );
  };
