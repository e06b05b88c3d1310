import type { Member, MemberId } from "#domain/organization/member.ts";
import type { OrganizationId, OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

export interface ReplaceMembersCommand extends UpdateOptions {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly members: readonly Pick<Member, "userId" | "role">[];
}

/** @throws DuplicateMember, TooManyMembers, LastOwner, OrganizationNotFound, RoleNotSufficient, ConcurrencyConflict */
export const replaceMembers =
  ({ organizations }: Pick<Ports, "organizations">) =>
  async ({ by, id, members, expectedVersion }: ReplaceMembersCommand): Promise<OrganizationSnapshot> => {
    const options = { expectedVersion };
    return (await organizations.update(id, (organization) => organization.replaceMembers(by, members), options))
      .snapshot;
  };
