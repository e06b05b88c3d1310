import type pg from "pg";

/** What the login role of the service is a member of. Its name stands in every `grants.sql`. */
export const serviceRole = "plinth_service";

/** The role that a context's schema, tables and functions belong to. */
export function ownerOf(context: string): string {
  return `plinth_${context}`;
}

interface RoleState {
  readonly name: string;
  readonly exists: boolean;
  /** Whether the connected role may make it the owner of something. */
  readonly usable: boolean;
}

/**
 * Creates the roles that are missing, without a log-in. Roles belong to the whole server: those of another database, or of
 * another instance that creates them at the same moment, are taken as they are.
 *
 * @returns what is in the way, and what an administrator can do about it; undefined when all are there
 */
export async function findOrCreateRoles(client: pg.Client, contexts: readonly string[]): Promise<string | undefined> {
  const names = [serviceRole, ...contexts.map(ownerOf)];
  const missing = (await readRoles(client, names)).filter(({ exists }) => !exists);
  if (missing.length > 0 && (await mayCreateRoles(client))) {
    // So that one who isn't a superuser may use what it creates.
    await client.query("SET createrole_self_grant = 'set, inherit'");
    for (const { name } of missing) await createRole(client, name);
    await client.query("RESET createrole_self_grant");
  }
  const roles = await readRoles(client, names);
  const remedies = roles.flatMap(({ name, exists, usable }) => [
    ...(exists ? [] : [`CREATE ROLE ${name} NOLOGIN;`]),
    ...(usable || name === serviceRole ? [] : [`GRANT ${name} TO ${client.escapeIdentifier(client.user ?? "")};`]),
  ]);
  if (remedies.length === 0) return undefined;
  return (
    `The tables stay with "${client.user}", who may not give them to roles of their own: expected a superuser, or these ` +
    `from one, and then npm run db -- grant (docs/decisions/database-roles.md):\n${remedies.join("\n")}`
  );
}

async function readRoles(client: pg.Client, names: readonly string[]): Promise<RoleState[]> {
  const { rows } = await client.query<RoleState>(
    `SELECT name, oid IS NOT NULL AS exists, coalesce(pg_has_role(current_user, oid, 'SET'), false) AS usable
     FROM unnest($1::text[]) WITH ORDINALITY AS wanted (name, position) LEFT JOIN pg_roles ON rolname = name
     ORDER BY position`,
    [names],
  );
  return rows;
}

async function mayCreateRoles(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user",
  );
  return rows[0]?.may === true;
}

async function createRole(client: pg.Client, name: string): Promise<void> {
  try {
    await client.query(`CREATE ROLE ${client.escapeIdentifier(name)} NOLOGIN`);
  } catch (error) {
    // Another one was quicker: 42710 when it has finished, 23505 when it was about to.
    if (!["42710", "23505"].includes((error as { code?: string }).code ?? "")) throw error;
  }
}
