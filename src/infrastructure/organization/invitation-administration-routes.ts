import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { InvitationPosition } from "#application/organization/invitation-directory.ts";
import {
  InvitationAlreadyAccepted,
  InvitationNotFound,
  OrganizationNotFound,
  RoleNotSufficient,
} from "#domain/organization/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import type { Page } from "#domain/shared/page.ts";
import { milliseconds } from "#infrastructure/shared/http/creation-cursor.ts";
import { cursorOf, invalidCursor } from "#infrastructure/shared/http/cursor.ts";
import { pageOf, PageQuery } from "#infrastructure/shared/http/pages.ts";
import { closed, id, IdParams, instant, NoContent } from "#infrastructure/shared/http/schemas.ts";
import { emailText, Role } from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const InvitationParams = Type.Object({ id, invitationId: id });
const LinkParams = Type.Object({ id, linkId: id });

const offered = { id, role: Role, invitedBy: id, createdAt: instant, expiresAt: instant };
const InvitationsView = Type.Object(pageOf(Type.Object({ ...offered, email: emailText })), {
  description: "A page of the invitations that can still be accepted.",
});
const LinksView = Type.Object(pageOf(Type.Object({ ...offered, maxUses: Type.Integer(), uses: Type.Integer() })), {
  description: "A page of the links that can still be used, without their codes.",
});
const position = cursorOf(Type.Object({ expiresAt: milliseconds, id }, closed));

const schema = { tags: ["organization: invitations"] };
const listProblems = [new RoleNotSufficient(), new OrganizationNotFound(), invalidCursor()];

export const invitationAdministrationRoutes =
  ({ organization, authentication }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.get(
      "/v1/organizations/:id/invitations",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "listInvitations",
          summary: "List the open invitations, newest first",
          params: IdParams,
          querystring: PageQuery,
          response: { 200: InvitationsView },
          problems: listProblems,
        },
      },
      async ({ actor, params, query: { limit, cursor } }) => {
        const after = toPosition(cursor);
        const query = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), limit, after };
        return toPageView(await organization.listInvitations(query));
      },
    );

    app.delete(
      "/v1/organizations/:id/invitations/:invitationId",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "withdrawInvitation",
          summary: "Withdraw an invitation",
          description: "Its token is good no longer.",
          params: InvitationParams,
          response: { 204: NoContent },
          problems: [
            new RoleNotSufficient(),
            new OrganizationNotFound(),
            new InvitationNotFound(),
            new InvitationAlreadyAccepted(),
          ],
        },
      },
      async ({ actor, params }, reply) => {
        const key = {
          organizationId: parseId<"Organization">(params.id),
          id: parseId<"Invitation">(params.invitationId),
        };
        await organization.withdrawInvitation(parseId(actor.userId), key);
        return reply.code(204).send(null);
      },
    );

    app.get(
      "/v1/organizations/:id/invitation-links",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "listInvitationLinks",
          summary: "List the invitation links that can still be used, newest first",
          description: "Without their codes, each of which is shown once, to whoever made the link.",
          params: IdParams,
          querystring: PageQuery,
          response: { 200: LinksView },
          problems: listProblems,
        },
      },
      async ({ actor, params, query: { limit, cursor } }) => {
        const after = toPosition(cursor);
        const query = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), limit, after };
        return toPageView(await organization.listInvitationLinks(query));
      },
    );

    app.delete(
      "/v1/organizations/:id/invitation-links/:linkId",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "withdrawInvitationLink",
          summary: "Withdraw an invitation link",
          description: "Its code is good no longer; who has joined by it stays.",
          params: LinkParams,
          response: { 204: NoContent },
          problems: [new RoleNotSufficient(), new OrganizationNotFound(), new InvitationNotFound()],
        },
      },
      async ({ actor, params }, reply) => {
        const key = {
          organizationId: parseId<"Organization">(params.id),
          id: parseId<"InvitationLink">(params.linkId),
        };
        await organization.withdrawInvitationLink(parseId(actor.userId), key);
        return reply.code(204).send(null);
      },
    );
  };

function toPosition(cursor: string | undefined): InvitationPosition | undefined {
  if (cursor === undefined) return undefined;
  const place = position.decode(cursor);
  return { ...place, expiresAt: new Date(place.expiresAt) };
}

function toPageView<Item extends InvitationPosition & { readonly createdAt: Date }>({
  items,
  next,
}: Page<Item, InvitationPosition>) {
  return {
    items: items.map((item) => ({
      ...item,
      createdAt: item.createdAt.toISOString(),
      expiresAt: item.expiresAt.toISOString(),
    })),
    nextCursor: next === undefined ? null : position.encode({ expiresAt: next.expiresAt.getTime(), id: next.id }),
  };
}
