import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf } from "#infrastructure/shared/http/cursor.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import type { IdentityRoutesOptions } from "./route-options.ts";
import {
  accessTokensLive,
  emailText,
  IfMatch,
  nameText,
  NoContent,
  Role,
  toListingView,
  toUserView,
  UserListingView,
  UserView,
} from "./identity-schemas.ts";

const closed = { additionalProperties: false };
// Without the limit the format takes urn:uuid:... too.
const userId = Type.String({ format: "uuid", maxLength: 36 });
const UserParams = Type.Object({ id: userId });
const ListQuery = Type.Object(
  {
    role: Type.Optional(Role),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "Part of a name or an address." })),
    deleted: Type.Boolean({ default: false, description: "Deleted users instead of the others." }),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Type.String({ maxLength: 500, description: "nextCursor of the page before." })),
  },
  closed,
);
const ListView = Type.Object(
  {
    items: Type.Array(UserListingView),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    total: Type.Integer({ description: "How many users there are on all pages." }),
  },
  { description: "A page of users; nextCursor is null on the last one." },
);
const RoleBody = Type.Object({ role: Role }, closed);
const OutsideIdentityParams = Type.Object({
  provider: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,49}$", examples: ["workos"] }),
  subject: Type.String({ minLength: 1, maxLength: 255 }),
});
const OutsideUserBody = Type.Object({ email: emailText, name: nameText }, closed);

/** Milliseconds since 1970: unlike a text of the format date-time, every such number is a `Date`. */
const milliseconds = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
const position = cursorOf(Type.Object({ createdAt: milliseconds, id: userId }, closed));

const schema = { tags: ["identity: administration"] };

export const userAdministrationRoutes =
  ({ identity, authentication }: IdentityRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.adminOnly;

    app.get(
      "/v1/users",
      {
        onRequest,
        schema: { ...schema, summary: "List users, newest first", querystring: ListQuery, response: { 200: ListView } },
      },
      async ({ query: { cursor, ...query } }) => {
        const after = cursor === undefined ? undefined : position.decode(cursor);
        const page = await identity.listUsers({
          ...query,
          after: after && { createdAt: new Date(after.createdAt), id: parseId(after.id) },
        });
        const next = page.next && { createdAt: page.next.createdAt.getTime(), id: page.next.id };
        return {
          items: page.items.map(toListingView),
          nextCursor: next === undefined ? null : position.encode(next),
          total: page.total,
        };
      },
    );

    app.put(
      "/v1/users/:id/role",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Change a user's role",
          description: "The user's access tokens keep the former role until they expire.",
          params: UserParams,
          headers: IfMatch,
          body: RoleBody,
          response: { 200: UserView, ...problems(404, 409, 412) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const user = await identity.changeRole({
          by: parseId(actor.userId),
          userId: parseId(params.id),
          role: body.role,
          expectedVersion: readIfMatch(headers["if-match"]),
        });
        return reply.header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.delete(
      "/v1/users/:id",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Delete a user",
          description: `The user can be restored; until then its e-mail address is free. ${accessTokensLive}`,
          params: UserParams,
          response: { 204: NoContent, ...problems(404, 409) },
        },
      },
      async ({ actor, params }, reply) => {
        await identity.deleteUser(parseId(params.id), parseId(actor.userId));
        return reply.code(204).send(null);
      },
    );

    app.post(
      "/v1/users/:id/restore",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Restore a deleted user",
          params: UserParams,
          headers: IfMatch,
          response: { 200: UserView, ...problems(404, 409, 412) },
        },
      },
      async ({ actor, params, headers }, reply) => {
        const expectedVersion = readIfMatch(headers["if-match"]);
        const user = await identity.restoreUser({
          by: parseId(actor.userId),
          userId: parseId(params.id),
          expectedVersion,
        });
        return reply.header("etag", toETag(user.version)).send(toUserView(user));
      },
    );

    app.put(
      "/v1/outside-identities/:provider/:subject",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Get or create the user of an outside identity",
          description: "For what handles the answer of an identity provider such as WorkOS, with an admin's token.",
          params: OutsideIdentityParams,
          body: OutsideUserBody,
          response: { 200: UserView, 201: UserView, ...problems(409, 422) },
        },
      },
      async ({ params, body }, reply) => {
        const { user, created } = await identity.getOrCreateOutsideUser({ ...params, ...body });
        return reply
          .code(created ? 201 : 200)
          .header("etag", toETag(user.version))
          .send(toUserView(user));
      },
    );
  };
