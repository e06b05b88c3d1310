import { ExternalIdAlreadyTaken, OrganizationNotFound, SlugAlreadyTaken } from "#domain/organization/errors.ts";
import type { OrganizationFactory } from "#domain/organization/organization-factory.ts";
import type { OrganizationRepository } from "#domain/organization/organization-repository.ts";
import type { Organization, OrganizationId, OrganizationSnapshot } from "#domain/organization/organization.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresOrganizationRepository`: both pass the contract suite. */
export class InMemoryOrganizationRepository implements OrganizationRepository {
  readonly #store: InMemoryOrganizationStore;
  readonly #factory: OrganizationFactory;

  constructor(store: InMemoryOrganizationStore, factory: OrganizationFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: Organization): Promise<void> {
    return this.#store.run(async () => {
      this.#refuseTaken(snapshot);
      this.#store.organizations.set(snapshot.id, snapshot);
    });
  }

  async read(id: OrganizationId): Promise<Organization> {
    const found = this.#store.organizations.get(id);
    if (found === undefined) throw new OrganizationNotFound();
    return this.#factory.restore(found);
  }

  update(
    id: OrganizationId,
    change: Change<Organization>,
    { expectedVersion }: UpdateOptions = {},
  ): Promise<Organization> {
    return this.#store.run(async () => {
      const organization = await this.read(id);
      const { version } = organization.snapshot;
      // Before the version is compared: who isn't a member must not learn that there is one.
      const isChanged = applyChange(organization, change);
      if (expectedVersion !== undefined && expectedVersion !== version) {
        throw new ConcurrencyConflict("The organization", expectedVersion, version);
      }
      if (!isChanged) return organization;
      this.#refuseTaken(organization.snapshot);
      const changed = { ...organization.snapshot, version: version + 1 };
      this.#store.organizations.set(id, changed);
      return this.#factory.restore(changed);
    });
  }

  #refuseTaken({ id, slug, externalId }: OrganizationSnapshot): void {
    for (const other of this.#store.organizations.values()) {
      if (other.id === id) continue;
      if (other.slug === slug) throw new SlugAlreadyTaken();
      if (externalId !== null && other.externalId === externalId) throw new ExternalIdAlreadyTaken();
    }
  }
}
