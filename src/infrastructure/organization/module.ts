import { createOrganizationUseCases, type OrganizationUseCases } from "#application/organization/organization.ts";
import { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import { OrganizationFactory } from "#domain/organization/organization-factory.ts";
import { RoomFactory } from "#domain/organization/room-factory.ts";
import { token } from "#infrastructure/shared/container.ts";
import { type Module, shared } from "#infrastructure/shared/module.ts";
import { MailedInvitation } from "./mailed-invitation.ts";
import { organizationContextRoutes } from "./organization-context-routes.ts";
import { PostgresIntegrations } from "./postgres-integrations.ts";
import { PostgresInvitationDirectory } from "./postgres-invitation-directory.ts";
import { PostgresInvitationLinkRepository } from "./postgres-invitation-link-repository.ts";
import { PostgresInvitationRepository } from "./postgres-invitation-repository.ts";
import { PostgresOrganizationDirectory } from "./postgres-organization-directory.ts";
import { PostgresOrganizationRepository } from "./postgres-organization-repository.ts";
import { PostgresRoomRepository } from "./postgres-room-repository.ts";
import { randomTokens } from "./random-tokens.ts";

const useCases = token<OrganizationUseCases>("organization");

export const organizationModule: Module = {
  tags: {
    "organization: organizations": "Organizations, and reports about them.",
    "organization: members": "Who belongs to an organization, and in which role.",
    "organization: invitations": "Ways into an organization, by mail or by link.",
    "organization: rooms": "The rooms of an organization.",
    "organization: integrations": "What a user has connected.",
  },

  register(container) {
    container.register(useCases, (c) => {
      const dataSource = c.resolve(shared.dataSource);
      const clock = c.resolve(shared.clock);
      const ids = c.resolve(shared.ids);
      const organizationFactory = new OrganizationFactory(clock, ids);
      const roomFactory = new RoomFactory(clock, ids);
      const invitationFactory = new InvitationFactory(clock, ids);
      return createOrganizationUseCases({
        organizations: new PostgresOrganizationRepository(dataSource, organizationFactory),
        organizationFactory,
        organizationDirectory: new PostgresOrganizationDirectory(dataSource),
        rooms: new PostgresRoomRepository(dataSource, roomFactory),
        roomFactory,
        invitations: new PostgresInvitationRepository(dataSource, invitationFactory),
        invitationLinks: new PostgresInvitationLinkRepository(dataSource, invitationFactory),
        invitationDirectory: new PostgresInvitationDirectory(dataSource),
        invitationFactory,
        invitationTokens: randomTokens,
        invitationMail: new MailedInvitation(c.resolve(shared.mailer), c.resolve(shared.configuration).http.publicUrl),
        integrations: new PostgresIntegrations(dataSource),
        transactions: c.resolve(shared.transactions),
        clock,
      });
    });
  },

  routes: (container) =>
    organizationContextRoutes({
      organization: container.resolve(useCases),
      authentication: container.resolve(shared.authentication),
      invitationsPerMinute: container.resolve(shared.configuration).http.logInRateLimitPerMinute,
    }),
};
