import { expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { contexts } from "#migrations/order.ts";
import { test } from "./fixtures.ts";
import { runVitest } from "./run-vitest.ts";
import { dropTestDatabase, refuseLongName, refuseUnlessTest, unsealTemplate, withDatabase } from "./test-database.ts";

const names = new Set<string>();

test.for([1, 2])("each test has a database of its own, without what another one wrote (%i)", async (_, { db }) => {
  expect(names).not.toContain(db.name);
  names.add(db.name);
  await db.dataSource.withConnection((connection) => connection.execute(createTable, []));
});

test("an empty database is without the migrations, the other one has them", async ({ db, emptyDatabase }) => {
  expect(await schemasOf(emptyDatabase.url)).toEqual(["public"]);
  expect(await schemasOf(db.url)).toEqual(expect.arrayContaining(["migrations", ...contexts]));
});

test("a failed test keeps its database and tells how to look into it", async ({ emptyDatabase }) => {
  const { code, output, lastLine } = await runVitest(["--config", "test/support/planted/vitest.config.ts", "failing"], {
    TEST_DATABASE_URL: emptyDatabase.url,
    CI: "",
  }).finished;
  expect(code).toBe(1);
  expect(lastLine).toBe("0 passed, 1 failed");
  const [, url = ""] = /look into it: psql (\S+)/i.exec(output) ?? [];
  expect(await schemasOf(url)).toEqual(expect.arrayContaining(["migrations", ...contexts]));
});

test("in CI nothing is kept, so nothing is said about it", async ({ emptyDatabase }) => {
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts", "failing"], {
    TEST_DATABASE_URL: emptyDatabase.url,
    CI: "1",
  });
  const { output, lastLine } = await run.finished;
  expect(lastLine).toBe("0 passed, 1 failed");
  expect(output).not.toContain("psql");
});

test("a database that isn't there is created", async ({ admin, emptyDatabase }) => {
  const name = `${emptyDatabase.name}_new`;
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts", "passing"], {
    TEST_DATABASE_URL: withDatabase(emptyDatabase.url, name),
  });
  const { lastLine, output } = await run.finished;
  const { rows } = await admin.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY length(datname)",
    [name],
  );
  for (const { datname } of rows) {
    await unsealTemplate(admin, datname);
    await dropTestDatabase(admin, datname);
  }
  expect(lastLine, output).toBe("1 passed, 0 failed");
  expect(rows[0]).toEqual({ datname: name });
});

test("a database whose name doesn't look like a test's is refused before anything is done", async ({
  admin,
  adminUrl,
}) => {
  for (const name of ["plinth", "postgres", "latest", "contest_db"]) expect(() => refuseUnlessTest(name)).toThrow(name);
  for (const name of ["test", "plinth_test", "test-of-mine"]) expect(() => refuseUnlessTest(name)).not.toThrow();
  expect(() => refuseLongName(`test_${"x".repeat(60)}`)).toThrow("shorter name");
  await expect(dropTestDatabase(admin, "postgres")).rejects.toThrow("whose name says that it is a test's");
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts"], {
    TEST_DATABASE_URL: withDatabase(adminUrl, "plinth"),
  });
  const { code, output, lastLine } = await run.finished;
  expect(code).toBe(1);
  expect(output).toContain('got "plinth"');
  expect(lastLine).toBe("0 passed, 1 failed");
});

test("no database is a loud failure, not a skip", async () => {
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts", "failing"], {
    TEST_DATABASE_URL: "postgres://plinth@127.0.0.1:1/plinth_test",
  });
  const { code, output, lastLine } = await run.finished;
  expect(code).toBe(1);
  expect(output).toContain("Can't connect to database");
  expect(lastLine).toBe("0 passed, 1 failed");
});

const createTable = {
  name: "test/fixtures.createTable",
  text: "CREATE TABLE public.mine ()",
  parameters: [],
  parameterTypes: [],
};

async function schemasOf(url: string): Promise<string[]> {
  const client = await connectPlainly(url, "test");
  const { rows } = await client.query<{ nspname: string }>(
    "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'",
  );
  await client.end();
  return rows.map((row) => row.nspname);
}
