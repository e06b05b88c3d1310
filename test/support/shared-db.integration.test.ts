import { describe, expect } from "vitest";
import { UserNotFound } from "#domain/identity/errors.ts";
import type { UserId } from "#domain/identity/user.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { valueOf } from "./ad-hoc-statement.ts";
import { runVitest } from "./run-vitest.ts";
import { test } from "./shared-db.ts";

const ada = { email: "ada@example.com", name: "Ada Lovelace", password: "correct horse battery" };

describe("tests that share a database", () => {
  const names = new Set<string>();
  const ids: UserId[] = [];

  test.for([1, 2, 3])("don't see what one before them wrote (%i)", async (_, { app, db }) => {
    expect([...names.add(db.name)]).toHaveLength(1);
    expect(db.statements.names).toEqual([]);
    for (const id of ids) await expect(app.identity.readProfile(id)).rejects.toThrow(UserNotFound);
    ids.push((await app.identity.registerUser(ada)).id);
  });

  test("also share it with the server", async ({ http, db }) => {
    const { user } = await http.asUser();
    const query = `SELECT id FROM identity.users`;
    expect(await db.dataSource.withConnection((connection) => valueOf(connection, query))).toBe(user.id);
    expect([...names.add(db.name)]).toHaveLength(1);
  });

  test("keep the history of migrations", async ({ db }) => {
    const query = "SELECT count(*)::int FROM migrations.platform";
    expect(await db.dataSource.withConnection((connection) => valueOf(connection, query))).toBeGreaterThan(0);
  });
});

test("tests that run at once are refused one by one", async ({ emptyDatabase }) => {
  const { code, output, lastLine } = await runVitest(
    ["--config", "test/support/planted/vitest.config.ts", "shared-db-concurrent"],
    { TEST_DATABASE_URL: emptyDatabase.url, CI: "" },
  ).finished;
  expect(code).toBe(1);
  expect(lastLine).toBe("0 passed, 2 failed");
  expect(output).toContain('"runs beside another" runs concurrently with other tests of its file');
  expect(output).toContain('"runs beside it too" runs concurrently');
});

test("a failed test keeps the database as it left it, and the next one gets another", async ({ emptyDatabase }) => {
  const { output, lastLine } = await runVitest(["--config", "test/support/planted/vitest.config.ts", "shared-db-red"], {
    TEST_DATABASE_URL: emptyDatabase.url,
    CI: "",
  }).finished;
  expect(lastLine).toBe("1 passed, 1 failed");
  const [, url = ""] = /of "writes and fails" is kept\. Look into it: psql (\S+)/.exec(output) ?? [];
  const client = await connectPlainly(url, "plinth tests");
  const { rows } = await client.query("SELECT email FROM identity.users");
  await client.end();
  expect(rows).toEqual([{ email: "ada@example.com" }]);
});

test("one that can't be emptied is kept, and the next test gets another", async ({ emptyDatabase }) => {
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts", "shared-db-refused"], {
    TEST_DATABASE_URL: emptyDatabase.url,
    CI: "",
  });
  const { output, lastLine } = await run.finished;
  expect(lastLine).toBe("2 passed, 1 failed");
  expect(output).toContain("kept for ever");
  expect(output).toMatch(/of "can't have it emptied" is kept\. Look into it: psql \S+/);
});
