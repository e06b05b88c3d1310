import { randomBytes } from "node:crypto";
import type pg from "pg";

const prefix = "plinth_test_db_";

/** Refuses a database that may hold something of value. @throws Error when `test` is no word of its name */
export function refuseUnlessTest(name: string): void {
  if (/(^|[_-])test([_-]|$)/.test(name)) return;
  throw new Error(
    `The tests create and drop databases, so they only touch one whose name says that it is a test's: expected ` +
      `\`test\` as a word in the name (like plinth_test), got "${name}". Set TEST_DATABASE_URL to such a database.`,
  );
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** The same server and role, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

/** Creates a database with a name of its own: a copy of `template`, or an empty one. @returns its name */
export async function createTestDatabase(admin: pg.Client, template?: string): Promise<string> {
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  const source = admin.escapeIdentifier(template ?? "template0");
  await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)} TEMPLATE ${source} STRATEGY FILE_COPY`);
  return name;
}

/** Drops it with the connections that are still open. */
export async function dropTestDatabase(admin: pg.Client, name: string): Promise<void> {
  refuseUnlessTest(name);
  await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
}

export async function countTestDatabases(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_database WHERE starts_with(datname, $1)",
    [prefix],
  );
  return rows[0]?.count ?? 0;
}
