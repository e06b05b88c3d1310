import type { IntegrationListing, Integrations } from "#application/organization/integrations.ts";
import { IntegrationNotFound } from "#domain/organization/errors.ts";
import type { MemberId } from "#domain/organization/member.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresIntegrations`: both pass the contract suite. */
export class InMemoryIntegrations implements Integrations {
  readonly #store: InMemoryOrganizationStore;

  constructor(store: InMemoryOrganizationStore) {
    this.#store = store;
  }

  async list(userId: MemberId): Promise<readonly IntegrationListing[]> {
    return this.#store.integrations.map((integration) => {
      const { connectedAt = null, account = null } =
        this.#store.userIntegrations.get(`${userId} ${integration.key}`) ?? {};
      return { ...integration, connectedAt, account };
    });
  }

  connect(userId: MemberId, key: string, account: string | null | undefined, now: Date): Promise<void> {
    return this.#store.run(async () => {
      if (!this.#store.integrations.some((integration) => integration.key === key)) throw new IntegrationNotFound();
      const before = this.#store.userIntegrations.get(`${userId} ${key}`);
      this.#store.userIntegrations.set(`${userId} ${key}`, {
        connectedAt: before?.connectedAt ?? now,
        account: account === undefined ? (before?.account ?? null) : account,
      });
    });
  }

  disconnect(userId: MemberId, key: string): Promise<boolean> {
    return this.#store.run(async () => this.#store.userIntegrations.delete(`${userId} ${key}`));
  }
}
