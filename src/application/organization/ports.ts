import type { Transactions } from "#application/shared/transactions.ts";
import type { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import type { InvitationLinkRepository } from "#domain/organization/invitation-link-repository.ts";
import type { InvitationRepository } from "#domain/organization/invitation-repository.ts";
import type { OrganizationFactory } from "#domain/organization/organization-factory.ts";
import type { OrganizationRepository } from "#domain/organization/organization-repository.ts";
import type { RoomFactory } from "#domain/organization/room-factory.ts";
import type { RoomRepository } from "#domain/organization/room-repository.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Integrations } from "./integrations.ts";
import type { InvitationDirectory } from "./invitation-directory.ts";
import type { InvitationMail } from "./invitation-mail.ts";
import type { InvitationTokens } from "./invitation-tokens.ts";
import type { OrganizationDirectory } from "./organization-directory.ts";

/** All that the use cases of organization need from outside; each takes its own part of it. */
export interface Ports {
  readonly organizations: OrganizationRepository;
  readonly organizationFactory: OrganizationFactory;
  readonly organizationDirectory: OrganizationDirectory;
  readonly rooms: RoomRepository;
  readonly roomFactory: RoomFactory;
  readonly invitations: InvitationRepository;
  readonly invitationLinks: InvitationLinkRepository;
  readonly invitationDirectory: InvitationDirectory;
  readonly invitationFactory: InvitationFactory;
  readonly invitationTokens: InvitationTokens;
  readonly invitationMail: InvitationMail;
  readonly integrations: Integrations;
  readonly transactions: Transactions;
  readonly clock: Clock;
}
