import type { MemberId, MemberRole } from "#domain/organization/member.ts";
import type { OrganizationId, OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { Ports } from "./ports.ts";

export interface MemberCommand {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly userId: MemberId;
  readonly role: MemberRole;
}

/** @throws AlreadyMember, TooManyMembers, OrganizationNotFound, RoleNotSufficient */
export const addMember =
  ({ organizations }: Pick<Ports, "organizations">) =>
  async ({ by, id, userId, role }: MemberCommand): Promise<OrganizationSnapshot> =>
    (await organizations.update(id, (organization) => organization.addMember(by, userId, role))).snapshot;
