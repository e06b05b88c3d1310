import { PostgresAccountDirectory } from "#infrastructure/ledger/postgres-account-directory.ts";
import { PostgresAccountRepository } from "#infrastructure/ledger/postgres-account-repository.ts";
import { PostgresIdempotentAnswers } from "#infrastructure/ledger/postgres-idempotent-answers.ts";
import { PostgresTransferRepository } from "#infrastructure/ledger/postgres-transfer-repository.ts";
import { DataSourceTransactions } from "#infrastructure/shared/database/data-source-transactions.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { test as base } from "#test/support/fixtures.ts";
import { type LedgerAdapters, testFactories } from "./ledger-adapters.ts";

/** The adapters of the ledger on a `DataSource` of the test's own. */
export function postgresAdapters(dataSource: DataSource): LedgerAdapters {
  const factories = testFactories();
  return {
    ...factories,
    accounts: new PostgresAccountRepository(dataSource, factories.accountFactory),
    accountDirectory: new PostgresAccountDirectory(dataSource),
    transfers: new PostgresTransferRepository(dataSource),
    answers: new PostgresIdempotentAnswers(dataSource, factories.clock),
    transactions: new DataSourceTransactions(dataSource),
  };
}

/** `test` with the fixture `ledger`: adapters on a database of its own for each test. */
export const test = base.extend("ledger", ({ db }) => postgresAdapters(db.dataSource));
