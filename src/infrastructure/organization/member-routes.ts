import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import {
  AlreadyMember,
  DuplicateMember,
  LastOwner,
  MemberNotFound,
  OrganizationNotFound,
  RoleNotSufficient,
  TooManyMembers,
} from "#domain/organization/errors.ts";
import { mostMembers } from "#domain/organization/organization.ts";
import { parseId } from "#domain/shared/id.ts";
import { RequiredIfMatch, requiredIfMatchProblems, requireIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { closed, id, IdParams, NoContent } from "#infrastructure/shared/http/schemas.ts";
import { MemberBody, OrganizationView, Role, toOrganizationView } from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const MemberParams = Type.Object({ id, userId: id });
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
          operationId: "addMember",
          summary: "Add a member",
          description: "For owners and admins; only an owner makes another owner.",
          params: IdParams,
          body: MemberBody,
          response: { 201: OrganizationView },
          problems: [
            new RoleNotSufficient(),
            new OrganizationNotFound(),
            new AlreadyMember(),
            new TooManyMembers(mostMembers),
          ],
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
          operationId: "replaceMembers",
          summary: "Replace all members",
          description:
            "Who isn't in the list is removed; everybody else keeps the time of joining. Needs If-Match, so that nobody " +
            "who was removed meanwhile comes back; * for whatever there is.",
          params: IdParams,
          headers: RequiredIfMatch,
          body: MembersBody,
          response: { 200: OrganizationView },
          problems: [
            new RoleNotSufficient(),
            new OrganizationNotFound(),
            new LastOwner(),
            new DuplicateMember(),
            ...requiredIfMatchProblems("The organization"),
          ],
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const changed = await organization.replaceMembers({
          by: parseId(actor.userId),
          id: parseId(params.id),
          members: body.members.map(({ userId, role }) => ({ userId: parseId<"Member">(userId), role })),
          expectedVersion: requireIfMatch(headers["if-match"]),
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
          operationId: "changeMemberRole",
          summary: "Change a member's role",
          description: "The last owner stays one.",
          params: MemberParams,
          body: RoleBody,
          response: { 200: OrganizationView },
          problems: [new RoleNotSufficient(), new OrganizationNotFound(), new MemberNotFound(), new LastOwner()],
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
          operationId: "removeMember",
          summary: "Remove a member, or leave",
          description: "Everybody may remove themselves, except the last owner.",
          params: MemberParams,
          response: { 204: NoContent },
          problems: [new RoleNotSufficient(), new OrganizationNotFound(), new MemberNotFound(), new LastOwner()],
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
