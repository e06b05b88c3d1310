import type { MemberCommand } from "./add-member.ts";
import type { Ports } from "./ports.ts";

/** Also for those who leave. @throws MemberNotFound, LastOwner, OrganizationNotFound, RoleNotSufficient */
export const removeMember =
  ({ organizations }: Pick<Ports, "organizations">) =>
  async ({ by, id, userId }: Omit<MemberCommand, "role">): Promise<void> => {
    await organizations.update(id, (organization) => organization.removeMember(by, userId));
  };
