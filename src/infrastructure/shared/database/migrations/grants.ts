import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type pg from "pg";
import { findOrCreateRoles, ownerOf, serviceRole } from "./database-roles.ts";
import { nameOf, readMigrations } from "./migration-files.ts";
import { readHistory } from "./migration-history.ts";
import { takeTurn } from "./migration-lock.ts";
import { type MigrateOptions, type MigrationSettings, withDefaults } from "./migration-options.ts";
import { withSession } from "./migration-session.ts";

/**
 * Gives each context's schema to its own role, and the service's role the rights that `grants.sql` of the context says,
 * no others. Contexts without one, or with pending migrations, are left alone. Run again, it changes nothing.
 *
 * @returns the contexts that it did this for
 * @throws Error saying what an administrator must do where this role may not; Error naming the file that failed, when
 *   nothing was changed
 */
export async function grant(options: MigrateOptions): Promise<string[]> {
  const settings = withDefaults(options);
  return withSession(settings, async (client) => {
    await takeTurn(client, settings.waitTimeout, settings.onProgress);
    const { contexts, obstacle } = await applyGrants(client, settings);
    if (obstacle !== undefined) throw new Error(obstacle);
    return contexts;
  });
}

/** The same at the end of a migration. @returns what was in the way instead of throwing it: the service works without */
export async function applyGrants(
  client: pg.Client,
  settings: MigrationSettings,
): Promise<{ readonly contexts: string[]; readonly obstacle?: string }> {
  const contexts = await migratedWithGrants(client, settings);
  if (contexts.length === 0) return { contexts };
  const obstacle = await findOrCreateRoles(client, contexts);
  if (obstacle !== undefined) return { contexts: [], obstacle };
  await client.query("BEGIN");
  try {
    for (const context of contexts) await grantContext(client, context, grantsFile(settings, context));
    await client.query("COMMIT");
    return { contexts };
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

const grantsFile = ({ directory }: MigrationSettings, context: string) => join(directory, context, "grants.sql");

async function migratedWithGrants(client: pg.Client, settings: MigrationSettings): Promise<string[]> {
  const files = await readMigrations(settings.directory, settings.order);
  const applied = new Set((await readHistory(client, settings.order)).applied.map(nameOf));
  return settings.order.filter((context) => {
    const migrations = files.get(context) ?? [];
    const isMigrated = migrations.length > 0 && migrations.every((migration) => applied.has(nameOf(migration)));
    return isMigrated && existsSync(grantsFile(settings, context));
  });
}

async function grantContext(client: pg.Client, context: string, file: string): Promise<void> {
  const [schema, owner] = [client.escapeIdentifier(context), client.escapeIdentifier(ownerOf(context))];
  await client.query(`ALTER SCHEMA ${schema} OWNER TO ${owner}`);
  const { rows } = await client.query<{ statement: string }>(notOwned, [context, ownerOf(context)]);
  for (const { statement } of rows) await client.query(statement);
  await client.query(
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${serviceRole};
     REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM ${serviceRole};
     REVOKE ALL ON SCHEMA ${schema} FROM ${serviceRole};
     GRANT USAGE ON SCHEMA ${schema} TO ${serviceRole}`,
  );
  try {
    await client.query(await readFile(file, "utf8"));
  } catch (cause) {
    throw new Error(
      `${relative(process.cwd(), file)}: ${(cause as Error).message}. No rights were changed: correct it, ` +
        "and run npm run db -- grant.",
      { cause },
    );
  }
}

/** What makes the owner the owner of everything in the schema. Sequences of columns follow their tables. */
const notOwned = `
  WITH own AS (SELECT $1::text::regnamespace AS schema, $2::text::regrole AS owner)
  SELECT format('ALTER TABLE %s OWNER TO %s', pg_class.oid::regclass, owner) AS statement
  FROM own JOIN pg_class ON relnamespace = schema
  WHERE relowner <> owner AND (relkind IN ('r', 'p', 'v', 'm', 'f') OR relkind = 'S' AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype IN ('a', 'i')
  )) AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
  )
  UNION ALL
  SELECT format('ALTER ROUTINE %s OWNER TO %s', pg_proc.oid::regprocedure, owner)
  FROM own JOIN pg_proc ON pronamespace = schema
  WHERE proowner <> owner AND NOT EXISTS (
    SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
  )`;
