import type { InvitationLinkKey } from "#domain/organization/invitation-link-repository.ts";
import type { MemberId } from "#domain/organization/member.ts";
import type { Ports } from "./ports.ts";

/** Who has joined by it stays. @throws InvitationNotFound, OrganizationNotFound, RoleNotSufficient */
export const withdrawInvitationLink =
  ({ organizations, invitationLinks }: Pick<Ports, "organizations" | "invitationLinks">) =>
  async (by: MemberId, key: InvitationLinkKey): Promise<void> => {
    (await organizations.read(key.organizationId)).refuseUnlessManager(by);
    await invitationLinks.remove(key);
  };
