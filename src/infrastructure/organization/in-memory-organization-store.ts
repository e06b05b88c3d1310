import type { InvitationLinkSnapshot } from "#domain/organization/invitation-link.ts";
import type { InvitationSnapshot } from "#domain/organization/invitation.ts";
import type { OrganizationId, OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { RoomId, RoomSnapshot } from "#domain/organization/room.ts";
import { InMemoryTransactions } from "#infrastructure/shared/in-memory/in-memory-transactions.ts";

interface Connected {
  readonly connectedAt: Date;
  readonly account: string | null;
}

/** The tables of organization as maps. */
export class InMemoryOrganizationStore extends InMemoryTransactions {
  readonly organizations = new Map<OrganizationId, OrganizationSnapshot>();
  readonly rooms = new Map<RoomId, RoomSnapshot>();
  /** By the hash of their tokens. */
  readonly invitations = new Map<string, InvitationSnapshot>();
  /** By their codes. */
  readonly invitationLinks = new Map<string, InvitationLinkSnapshot>();
  /** By user and key of the integration. */
  readonly userIntegrations = new Map<string, Connected>();
  protected readonly tables = [
    this.organizations,
    this.rooms,
    this.invitations,
    this.invitationLinks,
    this.userIntegrations,
  ];

  /** Least and most capacity of each layout, as the migrations allow them. */
  readonly roomLayouts: Readonly<Record<string, readonly [number, number]>> = {
    focus: [1, 2],
    boardroom: [2, 24],
    classroom: [4, 60],
    "u-shape": [6, 40],
    theater: [10, 500],
  };
  readonly integrations = [
    { key: "google-calendar", name: "Google Calendar" },
    { key: "outlook-calendar", name: "Outlook Calendar" },
    { key: "slack", name: "Slack" },
  ];
}
