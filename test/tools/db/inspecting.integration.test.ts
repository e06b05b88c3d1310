import { describe, expect, onTestFinished } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { states, test } from "./command-line-fixture.ts";
import { db, shopAndCellar } from "./command-line.ts";

test("dump prints the schemas of the contexts, or of those that are named", async ({ run }) => {
  await run("up");
  const { out } = await run("dump");
  expect(out).toContain("CREATE SCHEMA cellar;");
  expect(out).toContain("CREATE TABLE shop.items (\n  id integer NOT NULL\n);");
  expect((await run("dump cellar")).out).not.toContain("shop");
  expect(JSON.parse((await run("dump shop --json")).out)).toMatchObject({ ok: true, schemas: [{ name: "shop" }] });
});

test("lint names place, rule and what to do", async ({ run }) => {
  run.project.write("shop/0002_items.up.sql", "CREATE TABLE shop.items (at timestamp);");
  const { code, out } = await run("lint");
  expect(out).toMatch(/shop\/0002_items\.up\.sql:1:\d+: /);
  expect(code).toBe(1);
});

describe("trace", () => {
  test("shows what the next migration locks, and leaves no copy behind", async ({ run, admin, emptyDatabase }) => {
    await run("up");
    run.project.write("shop/0003_name.up.sql", "ALTER TABLE shop.items ADD COLUMN name text;");
    run.project.write("shop/0003_name.down.sql", "ALTER TABLE shop.items DROP COLUMN name;");
    const { code, out } = await run("trace shop/0003");
    expect(out).toContain("ACCESS EXCLUSIVE on shop.items");
    expect(code).toBe(0);
    expect(await states(run)).toBe("applied applied pending applied");
    const copies = "SELECT FROM pg_database WHERE starts_with(datname, $1)";
    const { rows } = await admin.query(copies, [`${emptyDatabase.name}_trace_`]);
    expect(rows).toEqual([]);
  });

  test("needs the database for itself", async ({ run, emptyDatabase: { url } }) => {
    const other = await connectPlainly(url, "somebody else");
    onTestFinished(() => other.end());
    await run("up 1");
    const { code, err } = await run("trace shop/0002");
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("nobody is connected") as string });
  });

  test("refuses one that is not the next", async ({ run }) => {
    await run("up 1");
    expect(await run("trace shop/0001")).toMatchObject({
      code: 1,
      err: expect.stringContaining("that is shop/0002_items") as string,
    });
    expect(await run("trace shop/0009")).toMatchObject({ code: 2 });
  });
});

test("a database that isn't there is a failure that names it, without its password", async () => {
  const { directory } = shopAndCellar();
  const environment = { DATABASE_URL: "postgres://me:secret@127.0.0.1:1/nothing" };
  const { code, err } = await db(["status"], { directory, environment });
  expect(err).toMatch(/Can't connect to database "nothing" on 127\.0\.0\.1:1 as "me"/);
  expect(err).not.toContain("secret");
  expect(code).toBe(1);
});

test("a wrong DATABASE_URL is a failure that says what one looks like; in production there must be one", async () => {
  const { directory } = shopAndCellar();
  const wrong = await db(["status"], { directory, environment: { DATABASE_URL: "mysql://me:secret@host/shop" } });
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringContaining("DATABASE_URL: expected a URL such as") as string,
  });
  const none = await db(["status"], { directory, environment: { NODE_ENV: "production" } });
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining("DATABASE_URL is not set") as string });
});

test("DATABASE_MIGRATION_URL goes before DATABASE_URL, which may lead to a pooler", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar();
  const environment = { DATABASE_URL: "postgres://me@127.0.0.1:1/pooled", DATABASE_MIGRATION_URL: url };
  expect(await db(["version"], { directory, environment })).toMatchObject({ code: 0 });
});
