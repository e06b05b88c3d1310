import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { DatabasePool, type TestDatabase } from "#test/support/database-pool.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { createTestDatabase, withDatabase } from "#test/support/test-database.ts";
import { tables, testBody } from "./schema.ts";

/** A way to give each test a clean database. */
export interface Method {
  readonly name: string;
  /** One test. @returns what it took beside the test itself, in milliseconds */
  test(): Promise<number>;
  /** Waits for what goes on in the background. */
  quiet?(): Promise<void>;
  close(): Promise<void>;
}

export interface Server {
  readonly url: string;
  readonly admin: pg.Client;
  readonly prefix: string;
  readonly template: string;
}

/**
 * A database of its own for each test, with a `DataSource` that has run its first statement.
 *
 * @param options.background what the test doesn't wait for
 */
export function ownDatabase(
  { url, prefix, template }: Server,
  { name, background }: { name: string; background: "nothing" | "drop" | "clone and drop" },
): Method {
  const pool = new DatabasePool({ adminUrl: url, prefix, template });
  const prefetch = () => {
    if (background === "clone and drop") pool.prefetch("migrated");
  };
  prefetch();
  return {
    name,
    async test() {
      const start = performance.now();
      const database = await pool.take("migrated");
      prefetch();
      const overhead = await useOnce(database, start);
      const end = performance.now();
      pool.drop(database);
      if (background === "nothing") await pool.idle();
      return overhead + performance.now() - end;
    },
    quiet: () => pool.idle(),
    close: () => pool.close(),
  };
}

async function useOnce({ url }: Pick<TestDatabase, "url">, start: number): Promise<number> {
  const dataSource = createDataSource({ url });
  await dataSource.withConnection((connection) => run(connection, "SELECT 1"));
  const ready = performance.now();
  await dataSource.withConnection(async (connection) => {
    for (const statement of testBody.split(";")) await run(connection, statement);
  });
  const done = performance.now();
  await dataSource.close();
  return ready - start + performance.now() - done;
}

/** One database and one connection for all tests, cleaned after each by `clean`; `begin` is sent before each. */
export async function sharedDatabase(
  name: string,
  { url, admin, prefix, template }: Server,
  { begin, clean }: { begin?: string; clean: string },
): Promise<Method> {
  const client = await connectPlainly(withDatabase(url, await createTestDatabase(admin, prefix, template)), "bench");
  return {
    name,
    async test() {
      const start = performance.now();
      if (begin) await client.query(begin);
      const ready = performance.now();
      await client.query(testBody);
      const done = performance.now();
      await client.query(clean);
      return ready - start + performance.now() - done;
    },
    close: () => client.end(),
  };
}

export const truncation = `TRUNCATE ${tables.join(", ")} RESTART IDENTITY CASCADE`;
export const orderedDelete = tables
  .toReversed()
  .map((table) => `DELETE FROM ${table}`)
  .join(";");

/** What testcontainers' PostgreSQL module does to restore a snapshot: psql in the container, once per statement. */
export function snapshotAndRestore(
  { url, admin, prefix, template }: Server,
  psql: (statement: string) => Promise<void>,
): Method {
  const name = `${prefix}snapshot`;
  return {
    name: "snapshot/restore of testcontainers",
    async test() {
      const start = performance.now();
      await psql(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
      await psql(`CREATE DATABASE ${admin.escapeIdentifier(name)} WITH TEMPLATE ${admin.escapeIdentifier(template)}`);
      return useOnce({ url: withDatabase(url, name) }, start);
    },
    close: async () => {},
  };
}
