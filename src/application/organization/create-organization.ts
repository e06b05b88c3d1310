import type { MemberId } from "#domain/organization/member.ts";
import type { OrganizationSnapshot } from "#domain/organization/organization.ts";
import type { Ports } from "./ports.ts";

export interface CreateOrganizationCommand {
  readonly by: MemberId;
  readonly name: string;
  readonly slug: string;
  readonly externalId: string | null;
}

/** Whoever creates an organization owns it. @throws InvalidText, InvalidSlug, SlugAlreadyTaken, ExternalIdAlreadyTaken */
export const createOrganization =
  ({ organizations, organizationFactory }: Pick<Ports, "organizations" | "organizationFactory">) =>
  async ({ by, ...given }: CreateOrganizationCommand): Promise<OrganizationSnapshot> => {
    const organization = organizationFactory.create({ ...given, owner: by });
    await organizations.create(organization);
    return organization.snapshot;
  };
