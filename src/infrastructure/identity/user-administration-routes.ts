import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import {
  EmailAlreadyTaken,
  InvalidOutsideIdentity,
  InvalidPersonName,
  LastAdministrator,
  UserIsDeleted,
  UserNotFound,
} from "#domain/identity/errors.ts";
import { InvalidEmail } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { creationCursor } from "#infrastructure/shared/http/creation-cursor.ts";
import { invalidCursor } from "#infrastructure/shared/http/cursor.ts";
import { IfMatch, ifMatchProblems, readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { pageFields, pageOf } from "#infrastructure/shared/http/pages.ts";
import { closed, IdParams, NoContent } from "#infrastructure/shared/http/schemas.ts";
import {
  accessTokensLive,
  emailText,
  nameText,
  Role,
  toListingView,
  toUserView,
  UserListingView,
  UserView,
} from "./identity-schemas.ts";
import type { IdentityRoutesOptions } from "./route-options.ts";

const ListQuery = Type.Object(
  {
    role: Type.Optional({ ...Role, description: "Only users with this role." }),
    search: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "Part of a name or an address." })),
    deleted: Type.Boolean({ default: false, description: "Deleted users instead of the others." }),
    ...pageFields,
  },
  closed,
);
const ListView = Type.Object(
  {
    ...pageOf(UserListingView),
    total: Type.Integer({ description: "How many users there are on all pages." }),
  },
  { description: "A page of users." },
);
const RoleBody = Type.Object({ role: Role }, closed);
const OutsideIdentityParams = Type.Object({
  provider: Type.String({
    pattern: "^[a-z0-9][a-z0-9-]{0,49}$",
    examples: ["workos"],
    description: "The identity provider.",
  }),
  subject: Type.String({
    minLength: 1,
    maxLength: 255,
    examples: ["user_01ARZ3"],
    description: "The user's id there.",
  }),
});
const OutsideUserBody = Type.Object({ email: emailText, name: nameText }, closed);

const position = creationCursor<"User">();

const schema = { tags: ["identity: administration"] };

export const userAdministrationRoutes =
  ({ identity, authentication }: IdentityRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.adminOnly;

    app.get(
      "/v1/users",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "listUsers",
          summary: "List users, newest first",
          querystring: ListQuery,
          response: { 200: ListView },
          problems: [invalidCursor()],
        },
      },
      async ({ query: { cursor, ...query } }) => {
        const page = await identity.listUsers({
          ...query,
          after: cursor === undefined ? undefined : position.decode(cursor),
        });
        return {
          items: page.items.map(toListingView),
          nextCursor: page.next === undefined ? null : position.encode(page.next),
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
          operationId: "changeUserRole",
          summary: "Change a user's role",
          description: "The user's access tokens keep the former role until they expire.",
          params: IdParams,
          headers: IfMatch,
          body: RoleBody,
          response: { 200: UserView },
          problems: [new UserNotFound(), new UserIsDeleted(), new LastAdministrator(), ...ifMatchProblems("The user")],
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
          operationId: "deleteUser",
          summary: "Delete a user",
          description: `The user can be restored; until then its e-mail address is free. ${accessTokensLive}`,
          params: IdParams,
          response: { 204: NoContent },
          problems: [new UserNotFound(), new UserIsDeleted(), new LastAdministrator()],
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
          operationId: "restoreUser",
          summary: "Restore a deleted user",
          params: IdParams,
          headers: IfMatch,
          response: { 200: UserView },
          problems: [new UserNotFound(), new EmailAlreadyTaken(), ...ifMatchProblems("The user")],
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
          operationId: "getOrCreateOutsideUser",
          summary: "Get or create the user of an outside identity",
          description: "For what handles the answer of an identity provider such as WorkOS, with an admin's token.",
          params: OutsideIdentityParams,
          body: OutsideUserBody,
          response: { 200: UserView, 201: UserView },
          problems: [
            new EmailAlreadyTaken(),
            new UserIsDeleted(),
            new InvalidOutsideIdentity(),
            new InvalidEmail(),
            new InvalidPersonName(),
          ],
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
