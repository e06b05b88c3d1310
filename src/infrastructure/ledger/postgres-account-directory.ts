import type { AccountDirectory, AccountListing, Entry } from "#application/ledger/account-directory.ts";
import type { AccountId, OwnerId } from "#domain/ledger/account.ts";
import { parseCurrency } from "#domain/ledger/currency.ts";
import { AccountNotFound } from "#domain/ledger/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { type Page, toPage } from "#domain/shared/page.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { listAccounts, listEntries } from "#sql/ledger/account-directory.sql.ts";
import { findAccount } from "#sql/ledger/account.sql.ts";

export class PostgresAccountDirectory implements AccountDirectory {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async accountsOf(ownerId: OwnerId, limit: number, after?: AccountId): Promise<Page<AccountListing, AccountId>> {
    const rows = await this.#dataSource.withConnection((connection) =>
      listAccounts(connection, { ownerId, after: after ?? null, limit: limit + 1 }),
    );
    const found = rows.map((row) => ({
      ...row,
      id: parseId<"Account">(row.id),
      currency: parseCurrency(row.currency),
    }));
    return toPage(found, limit, ({ id }) => id);
  }

  async entriesOf(id: AccountId, ownerId: OwnerId, limit: number, after?: number): Promise<Page<Entry, number>> {
    const [account, rows] = await this.#dataSource.withConnection((connection) =>
      Promise.all([
        findAccount(connection, { id }),
        listEntries(connection, { accountId: id, after: after ?? null, limit: limit + 1 }),
      ]),
    );
    if (account?.ownerId !== ownerId) throw new AccountNotFound();
    const found = rows.map((row) => ({
      ...row,
      transferId: row.transferId === null ? null : parseId<"Transfer">(row.transferId),
    }));
    return toPage(found, limit, ({ number }) => number);
  }
}
