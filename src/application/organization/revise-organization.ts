import type { MemberId } from "#domain/organization/member.ts";
import type { OrganizationId, OrganizationRevision, OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

export interface ReviseOrganizationCommand extends UpdateOptions {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly revision: OrganizationRevision;
}

/** @throws InvalidText, OrganizationNotFound, RoleNotSufficient, ExternalIdAlreadyTaken, ConcurrencyConflict */
export const reviseOrganization =
  ({ organizations }: Pick<Ports, "organizations">) =>
  async ({ by, id, revision, expectedVersion }: ReviseOrganizationCommand): Promise<OrganizationSnapshot> => {
    const change = { expectedVersion };
    return (await organizations.update(id, (organization) => organization.revise(by, revision), change)).snapshot;
  };
