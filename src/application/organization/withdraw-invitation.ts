import type { InvitationKey } from "#domain/organization/invitation-repository.ts";
import type { MemberId } from "#domain/organization/member.ts";
import type { Ports } from "./ports.ts";

/** @throws InvitationNotFound, InvitationAlreadyAccepted, OrganizationNotFound, RoleNotSufficient */
export const withdrawInvitation =
  ({ organizations, invitations }: Pick<Ports, "organizations" | "invitations">) =>
  async (by: MemberId, key: InvitationKey): Promise<void> => {
    (await organizations.read(key.organizationId)).refuseUnlessManager(by);
    await invitations.remove(key);
  };
