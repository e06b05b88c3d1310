import { randomInt } from "node:crypto";
import type pg from "pg";
import { dropTestDatabase, unsealTemplate } from "./test-database.ts";

/** The first key of the advisory lock that a run holds as its sign of life; the second is its number. */
const lifeLock = 810_175_348;
/** The advisory lock of the run that drops roles: two can't drop the same one at the same time. */
const roleLock = "8101753471";

/** One run of the tests on a server that others may use at the same time. */
export interface TestRun {
  /** What the names of its databases and roles begin with: `<database>_db_<number of the run>_`. */
  readonly prefix: string;
  /** Drops its databases, all but those of failed tests when they are to be kept. @returns how many are kept */
  end(options: { readonly keepFailed: boolean }): Promise<number>;
}

/**
 * Begins a run, as long as `admin` lives, and drops the databases and roles of those that have ended: of killed ones all,
 * of the others what was kept of their failed tests. Only those named after the database that `admin` is connected to
 * count: who needs a world apart takes another one.
 */
export async function startRun(admin: pg.Client): Promise<TestRun> {
  const number = randomInt(2 ** 31);
  await admin.query("SELECT pg_advisory_lock($1, $2)", [lifeLock, number]);
  await dropWhatEndedRunsLeft(admin);
  const prefix = `${admin.database}_db_${toHex(number)}_`;
  return {
    prefix,
    async end({ keepFailed }) {
      const databases = await databasesOf(admin, prefix);
      const own = prefix.length + 8;
      const kept = databases.filter((database) => keepFailed && database.kept && database.name.length === own);
      for (const database of databases) if (!kept.includes(database)) await drop(admin, database);
      return kept.length;
    },
  };
}

/** Marks the database of a failed test, so that it stays when the run ends. */
export async function keepTestDatabase(admin: pg.Client, name: string, test: string): Promise<void> {
  await admin.query(`COMMENT ON DATABASE ${admin.escapeIdentifier(name)} IS ${admin.escapeLiteral(`test: ${test}`)}`);
}

async function dropWhatEndedRunsLeft(admin: pg.Client): Promise<void> {
  const prefix = `${admin.database}_db_`;
  const databases = await databasesOf(admin, prefix);
  const roles = await admin.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE starts_with(rolname, $1)",
    [prefix],
  );
  // After them: a run that has made one by then holds its lock by now, as long as it lives.
  const locks = await admin.query<{ number: string }>(
    "SELECT objid::bigint AS number FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2",
    [lifeLock],
  );
  const alive = new Set(locks.rows.map(({ number }) => toHex(Number(number))));
  const isLeft = ({ name }: { readonly name: string }) => {
    // With those that a run inside one of its tests has named after the test's database.
    const [, run] = /^([0-9a-f]{8})_[0-9a-f]{8}(_|$)/.exec(name.slice(prefix.length)) ?? [];
    return run !== undefined && !alive.has(run);
  };
  for (const database of databases.filter(isLeft)) await drop(admin, database);
  for (const { name } of roles.rows.filter(isLeft)) await dropRole(admin, name);
}

async function dropRole(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`SELECT pg_advisory_lock(${roleLock})`);
  try {
    await admin.query(`DROP ROLE IF EXISTS ${admin.escapeIdentifier(name)}`);
  } finally {
    await admin.query(`SELECT pg_advisory_unlock(${roleLock})`);
  }
}

interface Database {
  readonly name: string;
  readonly kept: boolean;
  readonly template: boolean;
}

async function databasesOf(admin: pg.Client, prefix: string): Promise<Database[]> {
  const { rows } = await admin.query<Database>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') IS NOT NULL AS kept, datistemplate AS template
     FROM pg_database WHERE starts_with(datname, $1)`,
    [prefix],
  );
  return rows;
}

async function drop(admin: pg.Client, { name, template }: Database): Promise<void> {
  if (template) await unsealTemplate(admin, name);
  await dropTestDatabase(admin, name);
}

function toHex(number: number): string {
  return number.toString(16).padStart(8, "0");
}
