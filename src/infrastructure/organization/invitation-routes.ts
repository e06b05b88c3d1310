import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { idText, OrganizationParams, Role } from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const instant = Type.String({ format: "date-time" });
const emailText = Type.String({ maxLength: 254, examples: ["grace@example.com"] });
const tokenText = Type.String({ minLength: 1, maxLength: 200 });
const maxUses = Type.Integer({ minimum: 1, maximum: 1000, examples: [10] });

const InvitationBody = Type.Object({ email: emailText, role: Role }, closed);
const InvitationView = Type.Object(
  { id: idText, email: emailText, role: Role, expiresAt: instant },
  { description: "The invitation. Its token is in the mail only." },
);
const LinkBody = Type.Object({ role: Role, maxUses }, closed);
const LinkView = Type.Object(
  { id: idText, code: Type.String(), role: Role, maxUses: Type.Integer(), expiresAt: instant },
  { description: "The invitation link: whoever has its code can join, so many times." },
);
const JoinedView = Type.Object({ organizationId: idText, role: Role }, { description: "What you have become." });

const schema = { tags: ["organization: invitations"] };

export const invitationRoutes =
  ({ organization, authentication }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/organizations/:id/invitations",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Invite somebody by mail",
          description: "The mail has a token that is good once, for a week.",
          params: OrganizationParams,
          body: InvitationBody,
          response: { 201: InvitationView, ...problems(403, 404, 422) },
        },
      },
      async ({ actor, params, body }, reply) => {
        const invitation = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), ...body };
        const { id, email, role, expiresAt } = await organization.inviteMember(invitation);
        return reply.code(201).send({ id, email, role, expiresAt: expiresAt.toISOString() });
      },
    );

    app.post(
      "/v1/invitations/accept",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Accept an invitation with the mailed token",
          body: Type.Object({ token: tokenText }, closed),
          response: { 200: JoinedView, ...problems(404, 409) },
        },
      },
      ({ actor, body }) => organization.acceptInvitation(parseId(actor.userId), body.token),
    );

    app.post(
      "/v1/organizations/:id/invitation-links",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Make an invitation link",
          description: "Good for a week, for so many people.",
          params: OrganizationParams,
          body: LinkBody,
          response: { 201: LinkView, ...problems(403, 404) },
        },
      },
      async ({ actor, params, body }, reply) => {
        const link = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), ...body };
        const { id, code, role, maxUses: most, expiresAt } = await organization.createInvitationLink(link);
        return reply.code(201).send({ id, code, role, maxUses: most, expiresAt: expiresAt.toISOString() });
      },
    );

    app.post(
      "/v1/invitation-links/accept",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Join with the code of an invitation link",
          body: Type.Object({ code: tokenText }, closed),
          response: { 200: JoinedView, ...problems(404, 409) },
        },
      },
      ({ actor, body }) => organization.acceptInvitationLink(parseId(actor.userId), body.code),
    );
  };
