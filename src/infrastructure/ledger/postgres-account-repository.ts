import type { AccountFactory } from "#domain/ledger/account-factory.ts";
import type { AccountRepository } from "#domain/ledger/account-repository.ts";
import type { Account, AccountId } from "#domain/ledger/account.ts";
import { applyChangeToBoth, type ChangeBoth } from "#domain/ledger/change-both.ts";
import { parseCurrency } from "#domain/ledger/currency.ts";
import { AccountNotFound, SameAccount } from "#domain/ledger/errors.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf, Transaction } from "#infrastructure/shared/database/statement.ts";
import { findAccount, insertAccount, insertEntries, lockAccounts, updateAccount } from "#sql/ledger/account.sql.ts";
import { appendEvents } from "./append-events.ts";
import { toEntryRows } from "./entry-rows.ts";

type AccountRow = RowOf<typeof findAccount>;

export class PostgresAccountRepository implements AccountRepository {
  readonly #dataSource: DataSource;
  readonly #factory: AccountFactory;

  constructor(dataSource: DataSource, factory: AccountFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create(account: Account): Promise<void> {
    const { snapshot, events } = account;
    const { id, version } = snapshot;
    await this.#dataSource.withTransaction(async (transaction) =>
      transaction.commitWith([insertAccount(transaction, snapshot), appendEvents(transaction, id, version, events)]),
    );
  }

  async read(id: AccountId): Promise<Account> {
    return this.#restore(await this.#dataSource.withConnection((connection) => findAccount(connection, { id })));
  }

  update(id: AccountId, change: Change<Account>): Promise<Account> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const [row] = await lockAccounts(transaction, { ids: [id] });
      const account = this.#restore(row);
      return applyChange(account, change) ? this.#save(transaction, account) : account;
    });
  }

  updateBoth(first: AccountId, second: AccountId, change: ChangeBoth): Promise<readonly [Account, Account]> {
    return this.#dataSource.withTransaction(async (transaction) => {
      if (first === second) throw new SameAccount();
      const rows = await lockAccounts(transaction, { ids: [first, second] });
      const restore = (id: AccountId) => this.#restore(rows.find((row) => row.id === id));
      const both = [restore(first), restore(second)] as const;

      const changed = applyChangeToBoth(...both, change);
      const saved = (account: Account) => (changed.includes(account) ? this.#save(transaction, account) : account);
      return [saved(both[0]), saved(both[1])];
    });
  }

  #save(transaction: Transaction, { snapshot, events }: Account): Account {
    const { id: accountId, version: before } = snapshot;
    const version = before + 1;
    const entries = toEntryRows(events);
    transaction.commitWith([
      updateAccount(transaction, snapshot),
      entries.length > 0 && insertEntries(transaction, { accountId, entries }),
      appendEvents(transaction, accountId, version, events),
    ]);
    return this.#factory.restore({ ...snapshot, version });
  }

  #restore(row: AccountRow | undefined): Account {
    if (row === undefined) throw new AccountNotFound();
    const { id, ownerId, currency, ...columns } = row;
    return this.#factory.restore({
      ...columns,
      id: parseId(id),
      ownerId: parseId(ownerId),
      currency: parseCurrency(currency),
    });
  }
}
