import { InvitationNotFound } from "#domain/organization/errors.ts";
import type { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import type { InvitationKey, InvitationRepository } from "#domain/organization/invitation-repository.ts";
import type { Invitation } from "#domain/organization/invitation.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresInvitationRepository`: both pass the contract suite. */
export class InMemoryInvitationRepository implements InvitationRepository {
  readonly #store: InMemoryOrganizationStore;
  readonly #factory: InvitationFactory;

  constructor(store: InMemoryOrganizationStore, factory: InvitationFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: Invitation): Promise<void> {
    return this.#store.run(async () => {
      this.#store.invitations.set(snapshot.tokenHash, snapshot);
    });
  }

  update(tokenHash: string, change: Change<Invitation>): Promise<Invitation> {
    return this.#store.run(async () => {
      const found = this.#store.invitations.get(tokenHash);
      if (found === undefined) throw new InvitationNotFound();
      const invitation = this.#factory.restoreInvitation(found);
      if (!applyChange(invitation, change)) return invitation;
      const changed = { ...invitation.snapshot, version: found.version + 1 };
      this.#store.invitations.set(tokenHash, changed);
      return this.#factory.restoreInvitation(changed);
    });
  }

  remove({ organizationId, id }: InvitationKey): Promise<void> {
    return this.#store.run(async () => {
      const found = this.#store.invitations.values().find((stored) => stored.id === id);
      if (found?.organizationId !== organizationId) throw new InvitationNotFound();
      this.#factory.restoreInvitation(found).withdraw();
      this.#store.invitations.delete(found.tokenHash);
    });
  }
}
