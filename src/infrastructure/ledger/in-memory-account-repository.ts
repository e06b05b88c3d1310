import type { AccountFactory } from "#domain/ledger/account-factory.ts";
import type { AccountRepository } from "#domain/ledger/account-repository.ts";
import type { Account, AccountId } from "#domain/ledger/account.ts";
import { applyChangeToBoth, type ChangeBoth } from "#domain/ledger/change-both.ts";
import { AccountNotFound, SameAccount } from "#domain/ledger/errors.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { toEntryRows } from "./entry-rows.ts";
import type { InMemoryLedgerStore } from "./in-memory-ledger-store.ts";

/** Keeps the same promises as `PostgresAccountRepository`: both pass the contract suite. */
export class InMemoryAccountRepository implements AccountRepository {
  readonly #store: InMemoryLedgerStore;
  readonly #factory: AccountFactory;

  constructor(store: InMemoryLedgerStore, factory: AccountFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: Account): Promise<void> {
    return this.#store.run(async () => {
      this.#store.accounts.set(snapshot.id, snapshot);
    });
  }

  async read(id: AccountId): Promise<Account> {
    const found = this.#store.accounts.get(id);
    if (found === undefined) throw new AccountNotFound();
    return this.#factory.restore(found);
  }

  update(id: AccountId, change: Change<Account>): Promise<Account> {
    return this.#store.run(async () => {
      const account = await this.read(id);
      return applyChange(account, change) ? this.#save(account) : account;
    });
  }

  updateBoth(first: AccountId, second: AccountId, change: ChangeBoth): Promise<readonly [Account, Account]> {
    return this.#store.run(async () => {
      if (first === second) throw new SameAccount();
      const both = [await this.read(first), await this.read(second)] as const;
      const changed = applyChangeToBoth(...both, change);
      const saved = (account: Account) => (changed.includes(account) ? this.#save(account) : account);
      return [saved(both[0]), saved(both[1])];
    });
  }

  #save({ snapshot, events }: Account): Account {
    const { id, version } = snapshot;
    const changed = { ...snapshot, version: version + 1 };
    this.#store.accounts.set(id, changed);
    this.#store.entries.set(id, [...(this.#store.entries.get(id) ?? []), ...toEntryRows(events)]);
    return this.#factory.restore(changed);
  }
}
