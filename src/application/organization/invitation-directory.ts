import type { InvitationLinkSnapshot } from "#domain/organization/invitation-link.ts";
import type { InvitationSnapshot } from "#domain/organization/invitation.ts";
import type { MemberId } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import type { Page } from "#domain/shared/page.ts";

export type InvitationListing = Pick<
  InvitationSnapshot,
  "id" | "email" | "role" | "invitedBy" | "createdAt" | "expiresAt"
>;

/** Without its code, which an admin could use to become what only an owner may make somebody. */
export type InvitationLinkListing = Pick<
  InvitationLinkSnapshot,
  "id" | "role" | "invitedBy" | "maxUses" | "uses" | "createdAt" | "expiresAt"
>;

/** The last invitation or link of a page: the next page begins behind it. */
export interface InvitationPosition {
  readonly expiresAt: Date;
  readonly id: string;
}

export interface OpenInvitationsQuery {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly limit: number;
  readonly after?: InvitationPosition | undefined;
}

/** The ways into an organization that somebody can still take, newest first, for those who may close them. */
export interface InvitationDirectory {
  /** @throws OrganizationNotFound, RoleNotSufficient */
  invitations(query: OpenInvitationsQuery, now: Date): Promise<Page<InvitationListing, InvitationPosition>>;

  /** @throws OrganizationNotFound, RoleNotSufficient */
  links(query: OpenInvitationsQuery, now: Date): Promise<Page<InvitationLinkListing, InvitationPosition>>;
}
