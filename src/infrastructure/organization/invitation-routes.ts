import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import {
  AlreadyMember,
  InvitationAlreadyAccepted,
  InvitationExpired,
  InvitationLinkUsedUp,
  InvitationNotFound,
  InviterMayNoLongerInvite,
  OrganizationNotFound,
  RoleNotSufficient,
  TooManyMembers,
} from "#domain/organization/errors.ts";
import { mostMembers } from "#domain/organization/organization.ts";
import { InvalidEmail } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { perMinute } from "#infrastructure/shared/http/rate-limits.ts";
import { closed, id, IdParams, instant } from "#infrastructure/shared/http/schemas.ts";
import { emailText, Role } from "./organization-schemas.ts";
import type { OrganizationRoutesOptions } from "./route-options.ts";

const tokenText = Type.String({ minLength: 1, maxLength: 200 });
const maxUses = Type.Integer({ minimum: 1, maximum: 1000, examples: [10] });

const InvitationBody = Type.Object({ email: emailText, role: Role }, closed);
const InvitationView = Type.Object(
  { id, email: emailText, role: Role, expiresAt: instant },
  { description: "The invitation. Its token is in the mail only." },
);
const LinkBody = Type.Object({ role: Role, maxUses }, closed);
const LinkView = Type.Object(
  { id, code: Type.String(), role: Role, maxUses: Type.Integer(), expiresAt: instant },
  { description: "The invitation link: whoever has its code can join, so many times." },
);
const JoinedView = Type.Object({ organizationId: id, role: Role }, { description: "What you have become." });

const joinProblems = [new InviterMayNoLongerInvite(), new AlreadyMember(), new TooManyMembers(mostMembers)];

const schema = { tags: ["organization: invitations"] };

export const invitationRoutes =
  ({ organization, authentication, invitationsPerMinute }: OrganizationRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/organizations/:id/invitations",
      {
        config: perMinute(invitationsPerMinute),
        onRequest,
        schema: {
          ...schema,
          operationId: "inviteMember",
          summary: "Invite somebody by mail",
          description: "The mail has a token that is good once, for a week, while you may give its role.",
          params: IdParams,
          body: InvitationBody,
          response: { 201: InvitationView },
          problems: [new RoleNotSufficient(), new OrganizationNotFound(), new InvalidEmail()],
        },
      },
      async ({ actor, params, body }, reply) => {
        const invitation = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), ...body };
        const { expiresAt, ...invited } = await organization.inviteMember(invitation);
        return reply.code(201).send({ ...invited, expiresAt: expiresAt.toISOString() });
      },
    );

    app.post(
      "/v1/invitations/accept",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "acceptInvitation",
          summary: "Accept an invitation with the mailed token",
          body: Type.Object({ token: tokenText }, closed),
          response: { 200: JoinedView },
          problems: [
            new InvitationNotFound(),
            new InvitationExpired(),
            new InvitationAlreadyAccepted(),
            ...joinProblems,
          ],
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
          operationId: "createInvitationLink",
          summary: "Make an invitation link",
          description: "Good for a week, for so many people, while you may give its role.",
          params: IdParams,
          body: LinkBody,
          response: { 201: LinkView },
          problems: [new RoleNotSufficient(), new OrganizationNotFound()],
        },
      },
      async ({ actor, params, body }, reply) => {
        const link = { by: parseId<"Member">(actor.userId), id: parseId<"Organization">(params.id), ...body };
        const { expiresAt, ...made } = await organization.createInvitationLink(link);
        return reply.code(201).send({ ...made, expiresAt: expiresAt.toISOString() });
      },
    );

    app.post(
      "/v1/invitation-links/accept",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "acceptInvitationLink",
          summary: "Join with the code of an invitation link",
          body: Type.Object({ code: tokenText }, closed),
          response: { 200: JoinedView },
          problems: [new InvitationNotFound(), new InvitationExpired(), new InvitationLinkUsedUp(), ...joinProblems],
        },
      },
      ({ actor, body }) => organization.acceptInvitationLink(parseId(actor.userId), body.code),
    );
  };
