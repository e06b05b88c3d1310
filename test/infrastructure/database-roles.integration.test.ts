import { join } from "node:path";
import type pg from "pg";
import { expect } from "vitest";
import { ownerOf, serviceRole } from "#infrastructure/shared/database/migrations/database-roles.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { as, expectRefused, test } from "#test/support/service-login.ts";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { listStatements } from "#tools/sql/find-statement.ts";
import { toPositionalText } from "#tools/sql/positional-text.ts";
import { readSqlFolder } from "#tools/sql/sql-files.ts";

const statements = listStatements((await readSqlFolder(join(import.meta.dirname, "../../sql"))).files).map(
  ({ name, statement }) => ({ name, text: toPositionalText(statement.body).text }),
);

test.for([
  ["DDL", "CREATE TABLE platform.mine ()"],
  ["DDL", "CREATE TABLE public.mine ()"],
  ["DDL", "CREATE SCHEMA mine"],
  ["DDL", "CREATE EXTENSION citext"],
  ["DDL", "ALTER TABLE platform.idempotency_keys DROP COLUMN attempt"],
  ["DDL", "CREATE INDEX ON platform.idempotency_keys (attempt)"],
  ["DDL", "DROP TABLE platform.idempotency_keys"],
  ["DDL", "TRUNCATE platform.idempotency_keys"],
  ["DDL", "DROP SCHEMA platform CASCADE"],
  ["DDL", "CREATE FUNCTION platform.mine() RETURNS integer LANGUAGE sql RETURN 1"],
  ["DDL", "CREATE ROLE mine"],
  ["the history of migrations", "SELECT name FROM migrations.platform"],
  ["the history of migrations", "DELETE FROM migrations._files"],
  ["secrets of the server", "SELECT rolpassword FROM pg_authid"],
  ["secrets of the server", "SELECT passwd FROM pg_shadow"],
  ["secrets of the server", "SELECT pg_read_file('/etc/hostname')"],
  ["secrets of the server", "SELECT pg_ls_dir('.')"],
  ["becoming an owner", "SET ROLE plinth_platform"],
  ["becoming an owner", "ALTER TABLE platform.idempotency_keys OWNER TO CURRENT_USER"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited }) => {
  await expectRefused(limited, text);
});

test("a service that logs in as its own role, and migrates as the owner, works", async ({ emptyDatabase, login }) => {
  const service = startService(await makeServiceDirectory(), {
    DATABASE_URL: as(login, emptyDatabase.url),
    DATABASE_MIGRATION_URL: emptyDatabase.url,
  });
  const http = new HttpClient((await service.ready()).url);
  const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
  expect(await http.post("/v1/users", ada)).toMatchObject({ status: 201 });
});

test("a service that logs in as its own role alone says what to set, whether or not migrations are pending", async ({
  db,
  emptyDatabase,
  login,
}) => {
  for (const { url } of [db, emptyDatabase]) {
    const service = startService(await makeServiceDirectory(), { DATABASE_URL: as(login, url) });
    expect(await service.ended(), service.output()).toBe(1);
    expect(service.output()).toMatch(
      /permission denied for .*Migrations must run as who owns the tables .*: set DATABASE_MIGRATION_URL to the URL/,
    );
    expect(service.output()).toContain("DATABASE_URL stays the service's own");
    expect(service.output()).not.toContain(login.password);
  }
});

test("a role of its own owns all that a context has, and can't log in", async ({ admin, db }) => {
  const client = await connectPlainly(db.url, "test of roles");
  const { rows } = await client.query(
    `SELECT DISTINCT nspname AS context, pg_get_userbyid(owner) AS owner
     FROM (
       SELECT relnamespace AS namespace, relowner AS owner FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
       UNION ALL SELECT oid, nspowner FROM pg_namespace
       UNION ALL SELECT pronamespace, proowner FROM pg_proc WHERE prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')
     ) AS owned JOIN pg_namespace ON pg_namespace.oid = namespace
     WHERE nspname = ANY($1) ORDER BY nspname`,
    [contexts],
  );
  await client.end();
  expect(rows).toEqual([...contexts].toSorted().map((context) => ({ context, owner: ownerOf(context) })));
  const { rows: logins } = await admin.query("SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname = ANY($1)", [
    [serviceRole, ...contexts.map(ownerOf)],
  ]);
  expect(logins).toEqual([]);
});

test("the service's role may run every statement of the contexts", async ({ db }) => {
  expect(statements.length).toBeGreaterThan(contexts.length);
  const client = await connectPlainly(db.url, "test of roles");
  expect(await refusedTo(client, statements)).toEqual([]);
  await client.end();
});

test("it has no right that no statement needs", async ({ db }) => {
  const client = await connectPlainly(db.url, "test of roles");
  const { rows: rights } = await client.query<{ table: string; context: string; right: string }>(
    `SELECT pg_class.oid::regclass::text AS "table", nspname AS context, privilege_type AS right
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace CROSS JOIN aclexplode(relacl)
     WHERE grantee = $1::regrole ORDER BY 1, 3`,
    [serviceRole],
  );
  expect(rights.length).toBeGreaterThan(contexts.length);
  const needless: string[] = [];
  for (const { table, context, right } of rights) {
    await client.query("BEGIN");
    await client.query(`REVOKE ${right} ON ${table} FROM ${serviceRole}`);
    const own = statements.filter(({ name }) => name.startsWith(`${context}/`));
    if ((await refusedTo(client, own)).length === 0) needless.push(`${right} on ${table}`);
    await client.query("ROLLBACK");
  }
  await client.end();
  expect(needless).toEqual([]);
});

/** The names of the statements that the service's role may not run. PostgreSQL checks that before it shows a plan. */
async function refusedTo(client: pg.Client, given: typeof statements): Promise<string[]> {
  const refused: string[] = [];
  for (const { name, text } of given) {
    await client.query(`BEGIN; SAVEPOINT before; SET LOCAL ROLE ${serviceRole}`);
    try {
      await client.query(`EXPLAIN (GENERIC_PLAN) ${text}`);
    } catch (error) {
      if ((error as pg.DatabaseError).code !== "42501") throw error;
      refused.push(name);
    }
    await client.query("ROLLBACK TO before; RESET ROLE");
  }
  return refused;
}
