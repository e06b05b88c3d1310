import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type pg from "pg";
import { grant } from "#infrastructure/shared/database/migrations/grants.ts";
import { down, migrate, up } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { type ConfiguredServer, startConfiguredServer } from "#test/support/configured-server.ts";
import { makeRunDirectory } from "#test/support/run-directory.ts";

// Roles belong to the whole server: these tests have one of their own, and each begins without ours.
let server: ConfiguredServer;
let admin: pg.Client;
let removeDirectory: () => void;
beforeAll(async () => {
  const directory = await makeRunDirectory();
  removeDirectory = () => directory.remove();
  server = await startConfiguredServer(directory.path, "roles");
  admin = await server.connect();
});
afterAll(async () => {
  await admin.end();
  await server.end("SIGINT");
  removeDirectory();
});

const ours = "SELECT rolname FROM pg_roles WHERE rolname ~ '^plinth_'";

/** Databases that belong to a role of these rights. @returns their URLs */
async function databasesOf(rights: string, count = 1): Promise<string[]> {
  await admin.query(`CREATE ROLE carpenter LOGIN ${rights}`);
  const names = Array.from({ length: count }, (_, index) => `test_roles_${index}`);
  for (const name of names) await admin.query(`CREATE DATABASE ${name} OWNER carpenter TEMPLATE template0`);
  onTestFinished(async () => {
    for (const name of names) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.query("DROP ROLE carpenter");
    for (const { rolname } of (await admin.query<{ rolname: string }>(ours)).rows)
      await admin.query(`DROP ROLE ${rolname}`);
  });
  return names.map((name) => `postgres://carpenter@127.0.0.1:${server.port}/${name}?sslmode=disable`);
}

async function ownersIn(url: string): Promise<string[]> {
  const client = await connectPlainly(url, "test");
  const { rows } = await client.query<{ owner: string }>(
    "SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname = ANY($1) ORDER BY 1",
    [contexts],
  );
  await client.end();
  return rows.map(({ owner }) => owner);
}

const owners = contexts.map((context) => `plinth_${context}`).toSorted();

test("who may create roles gives the tables to them, and can undo and redo what it no longer owns", async () => {
  const [url = ""] = await databasesOf("CREATEROLE");
  const warnings: string[] = [];
  await migrate({ url, onWarning: (line) => warnings.push(line) });
  expect(warnings).toEqual([]);
  expect(await ownersIn(url)).toEqual(owners);
  await down({ url, steps: "all" });
  await up({ url, onWarning: (line) => warnings.push(line) });
  expect(warnings).toEqual([]);
  expect(await ownersIn(url)).toEqual(owners);
});

test("who may not create roles migrates all the same, and is told what an administrator can do", async () => {
  const [url = ""] = await databasesOf("NOCREATEROLE");
  const warnings: string[] = [];
  await migrate({ url, onWarning: (line) => warnings.push(line) });
  expect(await ownersIn(url)).toEqual(["carpenter"]);
  expect(warnings).toEqual([expect.stringMatching(/The tables stay with "carpenter".*npm run db -- grant/)]);
  const remedies = warnings[0]!.split("\n").slice(1);
  expect(remedies).toContain("CREATE ROLE plinth_service NOLOGIN;");
  expect(remedies).toContain('GRANT plinth_platform TO "carpenter";');

  await expect(grant({ url })).rejects.toThrow(/expected a superuser, or these/);
  for (const remedy of remedies) await admin.query(remedy);
  expect(await grant({ url })).toEqual([...contexts]);
  expect(await ownersIn(url)).toEqual(owners);
});

test("roles that another database's owner has made are not taken without being asked for", async () => {
  const [url = ""] = await databasesOf("CREATEROLE");
  await admin.query("CREATE ROLE plinth_platform NOLOGIN");
  const warnings: string[] = [];
  await migrate({ url, onWarning: (line) => warnings.push(line) });
  expect(warnings[0]!.split("\n").slice(1)).toEqual(['GRANT plinth_platform TO "carpenter";']);
  expect(await ownersIn(url)).toEqual(["carpenter"]);
});

test("databases of one server that are migrated at the same time share the roles", async () => {
  const urls = await databasesOf("SUPERUSER", 4);
  await Promise.all(urls.map((url) => migrate({ url })));
  for (const url of urls) expect(await ownersIn(url)).toEqual(owners);
});

test("granting again takes back what grants.sql doesn't say", async () => {
  const [url = ""] = await databasesOf("SUPERUSER");
  await migrate({ url });
  const client = await connectPlainly(url, "test");
  const rights = "SELECT relacl::text FROM pg_class WHERE oid = 'platform.idempotency_keys'::regclass";
  const before = (await client.query(rights)).rows;
  await client.query("GRANT ALL ON platform.idempotency_keys TO plinth_service");
  expect((await client.query(rights)).rows).not.toEqual(before);
  expect(await grant({ url })).toEqual([...contexts]);
  expect((await client.query(rights)).rows).toEqual(before);
  await client.end();
});

test("a context that isn't migrated to its end is left alone until it is", async () => {
  const [url = ""] = await databasesOf("SUPERUSER");
  await up({ url, steps: contexts.length - 1 });
  expect(await ownersIn(url)).toEqual(owners.filter((owner) => owner !== `plinth_${contexts.at(-1)}`));
  await up({ url });
  expect(await ownersIn(url)).toEqual(owners);
});
