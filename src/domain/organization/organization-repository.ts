import type { Change } from "#domain/shared/change.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Organization, OrganizationId } from "./organization.ts";

export interface OrganizationRepository {
  /** @throws SlugAlreadyTaken, ExternalIdAlreadyTaken */
  create(organization: Organization): Promise<void>;

  /** @throws OrganizationNotFound */
  read(id: OrganizationId): Promise<Organization>;

  /** @throws OrganizationNotFound, ExternalIdAlreadyTaken, ConcurrencyConflict; before that, what `change` throws */
  update(id: OrganizationId, change: Change<Organization>, options?: UpdateOptions): Promise<Organization>;
}
