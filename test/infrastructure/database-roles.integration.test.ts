import { join } from "node:path";
import type pg from "pg";
import { expect } from "vitest";
import { StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { ownerOf, serviceRole } from "#infrastructure/shared/database/migrations/database-roles.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { as, test } from "#test/support/service-login.ts";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { thrownBy } from "#test/support/thrown-by.ts";
import { listStatements } from "#tools/sql/find-statement.ts";
import { toPositionalText } from "#tools/sql/positional-text.ts";
import { readSqlFolder } from "#tools/sql/sql-files.ts";

const statements = listStatements((await readSqlFolder(join(import.meta.dirname, "../../sql"))).files).map(
  ({ name, statement }) => ({ name, text: toPositionalText(statement.body).text }),
);

test.for([
  ["DDL", "CREATE TABLE ledger.mine ()"],
  ["DDL", "CREATE TABLE public.mine ()"],
  ["DDL", "CREATE SCHEMA mine"],
  ["DDL", "CREATE EXTENSION citext"],
  ["DDL", "ALTER TABLE catalog.products DROP COLUMN name"],
  ["DDL", "CREATE INDEX ON catalog.products (name)"],
  ["DDL", "DROP TABLE ordering.order_items"],
  ["DDL", "DROP SCHEMA identity CASCADE"],
  ["DDL", "CREATE FUNCTION ledger.mine() RETURNS integer LANGUAGE sql RETURN 1"],
  ["DDL", "ALTER TABLE ledger.entries DISABLE TRIGGER ALL"],
  ["DDL", "CREATE ROLE mine"],
  ["a change of the entries", "UPDATE ledger.entries SET amount = 1"],
  ["a change of the entries", "DELETE FROM ledger.entries"],
  ["a change of the entries", "TRUNCATE ledger.entries"],
  ["a change of the entries", "DELETE FROM ledger.transfers"],
  ["a deletion that no use case needs", "DELETE FROM identity.users"],
  ["a deletion that no use case needs", "TRUNCATE ordering.orders CASCADE"],
  ["the events", "UPDATE ordering.events SET type = 'Other'"],
  [
    "the whitelist",
    "INSERT INTO organization.room_layouts (layout, min_capacity, max_capacity) VALUES ('any', 1, 9999)",
  ],
  ["the history of migrations", "SELECT name FROM migrations.ledger"],
  ["the history of migrations", "DELETE FROM migrations._files"],
  ["secrets of the server", "SELECT rolpassword FROM pg_authid"],
  ["secrets of the server", "SELECT passwd FROM pg_shadow"],
  ["secrets of the server", "SELECT pg_read_file('/etc/hostname')"],
  ["secrets of the server", "SELECT pg_ls_dir('.')"],
  ["becoming an owner", "SET ROLE plinth_ledger"],
  ["becoming an owner", "ALTER TABLE ledger.entries OWNER TO CURRENT_USER"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited, db }) => {
  const failure = await thrownBy(limited.withConnection((connection) => run(connection, text)));
  expect(failure).toBeInstanceOf(StatementFailed);
  expect(failure).toMatchObject({ sqlState: "42501" });
  expect((failure as Error & { cause: Error }).cause.message, "by the rights, not by a trigger").not.toContain(
    "append",
  );
  await db.dataSource.withConnection((connection) => run(connection, "SELECT FROM ledger.entries"));
});

test(
  "a service that logs in as its own role, and migrates as the owner, works",
  { timeout: 60_000 },
  async ({ emptyDatabase, login }) => {
    const service = startService(await makeServiceDirectory(), {
      DATABASE_URL: as(login, emptyDatabase.url),
      DATABASE_MIGRATION_URL: emptyDatabase.url,
    });
    const http = new HttpClient((await service.ready()).url);
    const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
    expect(await http.post("/v1/users", ada)).toMatchObject({ status: 201 });
  },
);

test(
  "a service that logs in as its own role alone says what to set, whether or not migrations are pending",
  { timeout: 60_000 },
  async ({ db, emptyDatabase, login }) => {
    for (const { url } of [db, emptyDatabase]) {
      const service = startService(await makeServiceDirectory(), { DATABASE_URL: as(login, url) });
      expect(await service.ended(), service.output()).toBe(1);
      expect(service.output()).toMatch(
        /permission denied for .*Migrations must run as who owns the tables .*: set DATABASE_MIGRATION_URL to the URL/,
      );
      expect(service.output()).toContain("DATABASE_URL stays the service's own");
      expect(service.output()).not.toContain(login.password);
    }
  },
);

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
  expect(statements.length).toBeGreaterThan(60);
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
  expect(rights.length).toBeGreaterThan(40);
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
