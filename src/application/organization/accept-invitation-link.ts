import type { MemberId } from "#domain/organization/member.ts";
import type { Joined } from "./accept-invitation.ts";
import type { Ports } from "./ports.ts";

/**
 * Whoever has the code joins; a use counts only for those who did.
 *
 * @throws InvitationNotFound, InvitationExpired, InvitationLinkUsedUp, InviterMayNoLongerInvite, AlreadyMember, TooManyMembers
 */
export const acceptInvitationLink =
  ({
    organizations,
    invitationLinks,
    transactions,
  }: Pick<Ports, "organizations" | "invitationLinks" | "transactions">) =>
  (by: MemberId, code: string): Promise<Joined> =>
    transactions.run(async () => {
      const { snapshot } = await invitationLinks.update(code, (link) => link.use(by));
      const { organizationId, role } = snapshot;
      await organizations.update(organizationId, (organization) => organization.join(by, snapshot));
      return { organizationId, role };
    });
