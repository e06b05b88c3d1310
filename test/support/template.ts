import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { readMigrations } from "#infrastructure/shared/database/migrations/migration-files.ts";
import { migrate, migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { contexts } from "#migrations/order.ts";
import { withDatabase } from "./test-database.ts";

/** The advisory lock of the run that builds the template, on a server that several runs share. */
const templateLock = "8101753470";

/**
 * Builds the migrated database that each test's own is copied from, unless it is there. Its name tells the migrations,
 * the grants and the version of the server, so that a changed file makes another one. It is sealed when it is complete:
 * nobody can connect to it, and one that isn't sealed was left half-built by a killed run.
 *
 * @param url any database of the server, as the role that `admin` is connected as
 * @returns the template's name
 */
export async function buildTemplate(admin: pg.Client, url: string): Promise<string> {
  const name = await templateName(admin);
  const quoted = admin.escapeIdentifier(name);
  await admin.query(`SELECT pg_advisory_lock(${templateLock})`);
  try {
    const { rows } = await admin.query<{ sealed: boolean }>(
      "SELECT datistemplate AS sealed FROM pg_database WHERE datname = $1",
      [name],
    );
    if (rows[0]?.sealed) return name;
    await admin.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${quoted} TEMPLATE template0`);
    await migrate({ url: withDatabase(url, name) });
    await admin.query(`ALTER DATABASE ${quoted} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    return name;
  } finally {
    await admin.query(`SELECT pg_advisory_unlock(${templateLock})`);
  }
}

async function templateName(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query("SHOW server_version_num");
  const migrations = [...(await readMigrations(migrationsDirectory, contexts)).values()].flat();
  const grants = contexts.map((context) => join(migrationsDirectory, context, "grants.sql")).filter(existsSync);
  const parts = [
    rows[0],
    migrations.map(({ context, id, up }) => [context, id, up]),
    grants.map((file) => readFileSync(file, "utf8")),
  ];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
  return `plinth_test_template_${hash}`;
}
