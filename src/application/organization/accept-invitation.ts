import type { MemberId, MemberRole } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import type { Ports } from "./ports.ts";

/** What somebody who accepted an invitation has become. */
export interface Joined {
  readonly organizationId: OrganizationId;
  readonly role: MemberRole;
}

/**
 * Whoever has the token joins.
 *
 * @throws InvitationNotFound, InvitationExpired, InvitationAlreadyAccepted, InviterMayNoLongerInvite, AlreadyMember, TooManyMembers
 */
export const acceptInvitation =
  ({
    organizations,
    invitations,
    invitationTokens,
    transactions,
  }: Pick<Ports, "organizations" | "invitations" | "invitationTokens" | "transactions">) =>
  (by: MemberId, token: string): Promise<Joined> =>
    transactions.run(async () => {
      const tokenHash = invitationTokens.hashOf(token);
      const { snapshot } = await invitations.update(tokenHash, (invitation) => invitation.accept(by));
      const { organizationId, role } = snapshot;
      await organizations.update(organizationId, (organization) => organization.join(by, snapshot));
      return { organizationId, role };
    });
