import type { InvitationLinkSnapshot } from "#domain/organization/invitation-link.ts";
import type { MemberId, MemberRole } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import type { Ports } from "./ports.ts";

export interface CreateInvitationLinkCommand {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly role: MemberRole;
  readonly maxUses: number;
}

/** @throws InvalidNumber, OrganizationNotFound, RoleNotSufficient */
export const createInvitationLink =
  ({
    organizations,
    invitationLinks,
    invitationFactory,
    invitationTokens,
  }: Pick<Ports, "organizations" | "invitationLinks" | "invitationFactory" | "invitationTokens">) =>
  async ({ by, id, role, maxUses }: CreateInvitationLinkCommand): Promise<InvitationLinkSnapshot> => {
    (await organizations.read(id)).refuseUnlessManager(by, role);
    const code = invitationTokens.make();
    const link = invitationFactory.link({ organizationId: id, code, role, invitedBy: by, maxUses });
    await invitationLinks.create(link);
    return link.snapshot;
  };
