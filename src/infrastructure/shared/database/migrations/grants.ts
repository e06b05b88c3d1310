import type pg from "pg";
import { findOrCreateRoles, ownerOf, serviceRole } from "./database-roles.ts";
import { type ContextGrants, grantsTable, readGrants, recordGrants } from "./granted-rights.ts";
import { readMigrations } from "./migration-files.ts";
import { readHistory } from "./migration-history.ts";
import { takeTurn } from "./migration-lock.ts";
import { type MigrateOptions, withDefaults } from "./migration-options.ts";
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
  const migrations = await readMigrations(settings.directory, settings.order);
  return withSession(settings, async (client) => {
    await takeTurn(client, settings.waitTimeout, settings.onProgress);
    const grants = await readGrants(client, settings, migrations, await readHistory(client, settings.order));
    const obstacle = await applyGrants(client, grants);
    if (obstacle !== undefined) throw new Error(obstacle);
    return grants.map(({ context }) => context);
  });
}

/**
 * The same at the end of a migration, for these contexts.
 *
 * @returns what was in the way, instead of throwing it: the service works without
 */
export async function applyGrants(client: pg.Client, grants: readonly ContextGrants[]): Promise<string | undefined> {
  if (grants.length === 0) return undefined;
  const obstacle = await findOrCreateRoles(
    client,
    grants.map(({ context }) => context),
  );
  if (obstacle !== undefined) return obstacle;
  await client.query("BEGIN");
  try {
    await client.query(grantsTable);
    for (const each of grants) {
      await grantContext(client, each);
      await recordGrants(client, each);
    }
    await client.query("COMMIT");
    return undefined;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

async function grantContext(client: pg.Client, { context, path, sql }: ContextGrants): Promise<void> {
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
    await client.query(sql);
  } catch (cause) {
    throw new Error(
      `${path}: ${(cause as Error).message}. No rights were changed: correct it. Then npm run db -- grant applies it, ` +
        "and so does the next start.",
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
