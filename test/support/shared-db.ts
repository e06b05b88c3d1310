import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource, type PooledDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import type { DatabasePool, TestDatabase } from "./database-pool.ts";
import { prepareReset } from "./reset-tables.ts";
import { StatementLog } from "./statement-log.ts";
import { test as base } from "./test.ts";
import { patience } from "./patience.ts";

/**
 * `test` of `test/support/test.ts` with one database for a whole file: `db`, and so `app` and `http`, are on the same one
 * in each test, emptied before it. For very large suites, at a price: see docs/testing.md for what it can't isolate.
 *
 * A failed test keeps the database as it left it; those after it get another one. Concurrent tests are refused.
 */
export const test = base
  .extend("sharedDatabase", { scope: "file" }, ({ databases }, { onCleanup }) => {
    const shared = new SharedDatabase(databases);
    onCleanup(() => shared.drop());
    return shared;
  })
  .extend("db", async ({ sharedDatabase, task }, { onCleanup }) => {
    refuseConcurrent(task);
    onCleanup(() => (task.result?.state === "fail" ? sharedDatabase.keep(task.name) : undefined));
    return sharedDatabase.emptied(task.name);
  });

function refuseConcurrent(task: { readonly name: string; readonly concurrent?: boolean }): void {
  if (task.concurrent !== true) return;
  throw new Error(
    `"${task.name}" runs concurrently with other tests of its file, but they share one database. Expected tests one ` +
      "after the other: remove `concurrent`, or import `test` from test/support/test.ts for a database per test.",
  );
}

interface Opened {
  readonly db: TestDatabase & { readonly dataSource: PooledDataSource; readonly statements: StatementLog };
  readonly client: pg.Client;
  readonly reset: () => Promise<void>;
}

class SharedDatabase {
  readonly #databases: DatabasePool;
  #opened: Opened | undefined;

  constructor(databases: DatabasePool) {
    this.#databases = databases;
  }

  /** The database as it came from the template. One that can't be emptied is kept for a look, as after a failed test. */
  async emptied(testName: string): Promise<Opened["db"]> {
    try {
      await this.#opened?.reset();
    } catch (error) {
      await this.keep(testName);
      throw error;
    }
    this.#opened ??= await open(await this.#databases.take("migrated"));
    const { db } = this.#opened;
    db.statements.names.length = 0;
    return db;
  }

  /** Leaves it as it is, for a look into it. */
  async keep(testName: string): Promise<void> {
    const db = await this.#close();
    if (db !== undefined) await this.#databases.keep(db, testName);
  }

  async drop(): Promise<void> {
    const db = await this.#close();
    if (db !== undefined) this.#databases.drop(db);
  }

  async #close(): Promise<Opened["db"] | undefined> {
    if (this.#opened === undefined) return undefined;
    const { db, client } = this.#opened;
    this.#opened = undefined;
    await Promise.all([db.dataSource.close(), client.end()]);
    return db;
  }
}

async function open(database: TestDatabase): Promise<Opened> {
  const client = await connectPlainly(database.url, "plinth tests");
  const statements = new StatementLog();
  const dataSource = createDataSource({ url: database.url, observer: statements, ...patience });
  return { db: { ...database, dataSource, statements }, client, reset: await prepareReset(client) };
}
