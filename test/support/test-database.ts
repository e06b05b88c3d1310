import { randomBytes } from "node:crypto";
import type pg from "pg";

/** What the names of a server's test databases have in common; the longest of them adds 22 letters. */
const longestAdminName = 63 - "_template_000000000000".length;

/** Refuses a database that may hold something of value. @throws Error when `test` is no word of its name */
export function refuseUnlessTest(name: string): void {
  if (!/(^|[_-])test([_-]|$)/.test(name)) {
    throw new Error(
      `The tests create and drop databases, so they only touch one whose name says that it is a test's: expected ` +
        `\`test\` as a word in the name (like plinth_test), got "${name}". Set TEST_DATABASE_URL to such a database.`,
    );
  }
}

/** @throws Error when the names that are made from it would be longer than PostgreSQL's 63 letters */
export function refuseLongName(name: string): void {
  if (Buffer.byteLength(name) <= longestAdminName) return;
  throw new Error(
    `The tests name their databases after the one of TEST_DATABASE_URL, so its name may have ${longestAdminName} ` +
      `letters, but "${name}" has ${Buffer.byteLength(name)}. Set it to a database with a shorter name.`,
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

/**
 * Creates a database with a name of its own: a copy of `template`, or an empty one.
 *
 * @param prefix of the run, as `startRun` gives it. Default: for a program that is no test run, and drops it itself
 * @returns its name
 */
export async function createTestDatabase(
  admin: pg.Client,
  prefix = "plinth_test_own_",
  template?: string,
): Promise<string> {
  const name = `${prefix}${randomBytes(4).toString("hex")}`;
  refuseUnlessTest(name);
  const source = admin.escapeIdentifier(template ?? "template0");
  await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)} TEMPLATE ${source} STRATEGY FILE_COPY`);
  return name;
}

/** Drops it with the connections that are still open. */
export async function dropTestDatabase(admin: pg.Client, name: string): Promise<void> {
  refuseUnlessTest(name);
  await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
}

/** Lets a template be dropped. Does nothing where another run is quicker. */
export async function unsealTemplate(admin: pg.Client, name: string): Promise<void> {
  refuseUnlessTest(name);
  try {
    await admin.query(`ALTER DATABASE ${admin.escapeIdentifier(name)} WITH IS_TEMPLATE false`);
  } catch (error) {
    if ((error as { code?: string }).code !== "3D000") throw error;
  }
}
