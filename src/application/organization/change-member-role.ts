import type { OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { MemberCommand } from "./add-member.ts";
import type { Ports } from "./ports.ts";

/** @throws MemberNotFound, LastOwner, OrganizationNotFound, RoleNotSufficient */
export const changeMemberRole =
  ({ organizations }: Pick<Ports, "organizations">) =>
  async ({ by, id, userId, role }: MemberCommand): Promise<OrganizationSnapshot> =>
    (await organizations.update(id, (organization) => organization.changeRole(by, userId, role))).snapshot;
