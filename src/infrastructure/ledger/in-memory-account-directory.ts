import type { AccountDirectory, AccountListing, Entry } from "#application/ledger/account-directory.ts";
import type { AccountId, OwnerId } from "#domain/ledger/account.ts";
import { AccountNotFound } from "#domain/ledger/errors.ts";
import { type Page, toPage } from "#domain/shared/page.ts";
import type { InMemoryLedgerStore } from "./in-memory-ledger-store.ts";

/** Keeps the same promises as `PostgresAccountDirectory`: both pass the contract suite. */
export class InMemoryAccountDirectory implements AccountDirectory {
  readonly #store: InMemoryLedgerStore;

  constructor(store: InMemoryLedgerStore) {
    this.#store = store;
  }

  async accountsOf(ownerId: OwnerId, limit: number, after?: AccountId): Promise<Page<AccountListing, AccountId>> {
    const rest = [...this.#store.accounts.values()]
      .filter((account) => account.ownerId === ownerId && (after === undefined || account.id < after))
      .map(({ id, currency, balance, createdAt }) => ({ id, currency, balance, createdAt }))
      .toSorted((one, other) => (one.id < other.id ? 1 : -1));
    return toPage(rest, limit, (last) => last.id);
  }

  async entriesOf(id: AccountId, ownerId: OwnerId, limit: number, after?: number): Promise<Page<Entry, number>> {
    if (this.#store.accounts.get(id)?.ownerId !== ownerId) throw new AccountNotFound();
    const rest = (this.#store.entries.get(id) ?? [])
      .filter(({ number }) => after === undefined || number < after)
      .toReversed();
    const found = rest.map((entry) => ({ ...entry, reference: this.#referenceOf(entry) }));
    return toPage(found, limit, ({ number }) => number);
  }

  #referenceOf({ transferId }: Pick<Entry, "transferId">): string | null {
    return transferId === null ? null : (this.#store.transfers.get(transferId)?.reference ?? null);
  }
}
