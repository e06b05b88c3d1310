import { InvitationNotFound } from "#domain/organization/errors.ts";
import type { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import type { InvitationLinkKey, InvitationLinkRepository } from "#domain/organization/invitation-link-repository.ts";
import type { InvitationLink } from "#domain/organization/invitation-link.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresInvitationLinkRepository`: both pass the contract suite. */
export class InMemoryInvitationLinkRepository implements InvitationLinkRepository {
  readonly #store: InMemoryOrganizationStore;
  readonly #factory: InvitationFactory;

  constructor(store: InMemoryOrganizationStore, factory: InvitationFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: InvitationLink): Promise<void> {
    return this.#store.run(async () => {
      this.#store.invitationLinks.set(snapshot.code, snapshot);
    });
  }

  update(code: string, change: Change<InvitationLink>): Promise<InvitationLink> {
    return this.#store.run(async () => {
      const found = this.#store.invitationLinks.get(code);
      if (found === undefined) throw new InvitationNotFound();
      const link = this.#factory.restoreLink(found);
      if (!applyChange(link, change)) return link;
      const changed = { ...link.snapshot, version: found.version + 1 };
      this.#store.invitationLinks.set(code, changed);
      return this.#factory.restoreLink(changed);
    });
  }

  remove({ organizationId, id }: InvitationLinkKey): Promise<void> {
    return this.#store.run(async () => {
      const found = this.#store.invitationLinks.values().find((stored) => stored.id === id);
      if (found?.organizationId !== organizationId) throw new InvitationNotFound();
      this.#factory.restoreLink(found).withdraw();
      this.#store.invitationLinks.delete(found.code);
    });
  }
}
