import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import {
  idText,
  IfMatch,
  MemberBody,
  NoContent,
  OrganizationParams,
  OrganizationView,
  Role,
  toOrganizationView,
} from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const MemberParams = Type.Object({ id: idText, userId: idText });
const RoleBody = Type.Object({ role: Role }, closed);
const MembersBody = Type.Object({ members: Type.Array(MemberBody, { minItems: 1, maxItems: 1000 }) }, closed);

const schema = { tags: ["organization: members"] };

export const memberRoutes =
  ({ organization, authentication }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/organizations/:id/members",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Add a member",
          description: "For owners and admins; only an owner makes another owner.",
          params: OrganizationParams,
          body: MemberBody,
          response: { 201: OrganizationView, ...problems(403, 404, 409) },
        },
      },
      async ({ actor, params, body: { userId, role } }, reply) => {
        const member = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), role };
        const changed = await organization.addMember({ ...member, userId: parseId(userId) });
        return reply.code(201).header("etag", toETag(changed.version)).send(toOrganizationView(changed));
      },
    );

    app.put(
      "/v1/organizations/:id/members",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Replace all members",
          description: "Who isn't in the list is removed. Everybody else keeps the time of joining.",
          params: OrganizationParams,
          headers: IfMatch,
          body: MembersBody,
          response: { 200: OrganizationView, ...problems(403, 404, 409, 412, 422) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const changed = await organization.replaceMembers({
          by: parseId(actor.userId),
          id: parseId(params.id),
          members: body.members.map(({ userId, role }) => ({ userId: parseId<"Member">(userId), role })),
          expectedVersion: readIfMatch(headers["if-match"]),
        });
        return reply.header("etag", toETag(changed.version)).send(toOrganizationView(changed));
      },
    );

    app.put(
      "/v1/organizations/:id/members/:userId/role",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Change a member's role",
          description: "The last owner stays one.",
          params: MemberParams,
          body: RoleBody,
          response: { 200: OrganizationView, ...problems(403, 404, 409) },
        },
      },
      async ({ actor, params, body }, reply) => {
        const changed = await organization.changeMemberRole({
          by: parseId(actor.userId),
          id: parseId(params.id),
          userId: parseId(params.userId),
          role: body.role,
        });
        return reply.header("etag", toETag(changed.version)).send(toOrganizationView(changed));
      },
    );

    app.delete(
      "/v1/organizations/:id/members/:userId",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Remove a member, or leave",
          description: "Everybody may remove themselves, except the last owner.",
          params: MemberParams,
          response: { 204: NoContent, ...problems(403, 404, 409) },
        },
      },
      async ({ actor, params }, reply) => {
        await organization.removeMember({
          by: parseId(actor.userId),
          id: parseId(params.id),
          userId: parseId(params.userId),
        });
        return reply.code(204).send(null);
      },
    );
  };
