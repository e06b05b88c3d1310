import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { migrate, migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { dropTestDatabase, unsealTemplate, withDatabase } from "./test-database.ts";

/** The advisory lock of the run that builds or drops templates, on a server that several runs share. */
const templateLock = "8101753470";
/** The first key of the advisory lock that each run shares on the template that it uses; the second is of its hash. */
const useLock = 810_175_349;

const runner = join(import.meta.dirname, "../../src/infrastructure/shared/database/migrations");

/**
 * Builds the migrated database that each test's own is copied from, unless it is there. Its name tells the migrations
 * and the version of the server, so that a changed migration makes another one. It is sealed when it is complete:
 * nobody can connect to it, and one that isn't sealed was left half-built by a killed run. Those that no run uses are
 * dropped; this one is in use as long as `admin` lives.
 *
 * @param options.directory the folder of the migrations. Default: that of this project
 * @param url the database that `admin` is connected to, as the same role; the template is named after it
 * @returns the template's name
 */
export async function buildTemplate(
  admin: pg.Client,
  url: string,
  { directory = migrationsDirectory }: { directory?: string } = {},
): Promise<string> {
  const hash = await hashOfTemplate(admin, directory);
  const name = `${admin.database}_template_${hash}`;
  const quoted = admin.escapeIdentifier(name);
  await admin.query(`SELECT pg_advisory_lock(${templateLock})`);
  try {
    await admin.query("SELECT pg_advisory_lock_shared($1, $2)", [useLock, keyOf(hash)]);
    await dropUnused(admin);
    const { rows } = await admin.query<{ sealed: boolean }>(
      "SELECT datistemplate AND NOT datallowconn AS sealed FROM pg_database WHERE datname = $1",
      [name],
    );
    if (rows[0]?.sealed) return name;
    await dropTemplate(admin, name);
    await admin.query(`CREATE DATABASE ${quoted} TEMPLATE template0`);
    await migrate({ url: withDatabase(url, name), directory });
    await admin.query(`ALTER DATABASE ${quoted} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    return name;
  } finally {
    await admin.query(`SELECT pg_advisory_unlock(${templateLock})`);
  }
}

/** Differs when the server's version does, a file of the migrations at any depth, or what runs them. */
async function hashOfTemplate(admin: pg.Client, migrations: string): Promise<string> {
  const { rows } = await admin.query<{ version: string }>("SELECT version()");
  const hash = createHash("sha256").update(rows[0]?.version ?? "");
  for (const directory of [migrations, runner]) {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) {
      const content = readFileSync(file);
      hash.update(`\0${file.slice(directory.length)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 12);
}

async function dropUnused(admin: pg.Client): Promise<void> {
  const { rows: templates } = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
     WHERE starts_with(datname, $1) AND substr(datname, length($1) + 1) ~ '^[0-9a-f]{12}$'`,
    [`${admin.database}_template_`],
  );
  const { rows: locks } = await admin.query<{ key: string }>(
    `SELECT objid::bigint AS key FROM pg_locks
     JOIN pg_database ON pg_database.oid = pg_locks.database AND datname = current_database()
     WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2`,
    [useLock],
  );
  const inUse = new Set(locks.map(({ key }) => Number(key)));
  for (const { name } of templates) if (!inUse.has(keyOf(name.slice(-12)))) await dropTemplate(admin, name);
}

async function dropTemplate(admin: pg.Client, name: string): Promise<void> {
  await unsealTemplate(admin, name);
  await dropTestDatabase(admin, name);
}

/** Seven of the hash's twelve digits: what an advisory lock has room for. */
function keyOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 7), 16);
}
