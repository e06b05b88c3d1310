import { PostgresSessionRepository } from "#infrastructure/identity/postgres-session-repository.ts";
import { PostgresUserDirectory } from "#infrastructure/identity/postgres-user-directory.ts";
import { PostgresUserRepository } from "#infrastructure/identity/postgres-user-repository.ts";
import { DataSourceTransactions } from "#infrastructure/shared/database/data-source-transactions.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { test as base } from "#test/support/fixtures.ts";
import { type IdentityAdapters, testFactories } from "./identity-adapters.ts";

/** The adapters of identity on a `DataSource` of the test's own. */
export function postgresAdapters(dataSource: DataSource): IdentityAdapters {
  const factories = testFactories();
  return {
    ...factories,
    users: new PostgresUserRepository(dataSource, factories.userFactory),
    userDirectory: new PostgresUserDirectory(dataSource),
    sessions: new PostgresSessionRepository(dataSource, factories.sessionFactory, factories.clock),
    transactions: new DataSourceTransactions(dataSource),
  };
}

/** `test` with the fixture `identity`: adapters on a database of its own for each test. */
export const test = base.extend("identity", ({ db }) => postgresAdapters(db.dataSource));
