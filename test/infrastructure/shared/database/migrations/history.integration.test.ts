import { describe, expect } from "vitest";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import { down, migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { validate } from "#infrastructure/shared/database/migrations/validate.ts";
import { test } from "#test/support/fixtures.ts";
import { all, column, connect, order, shopAndCellar } from "./support.ts";

const more = {
  "shop/0003_more.up.sql": "CREATE TABLE shop.more ();",
  "shop/0003_more.down.sql": "DROP TABLE shop.more;",
};

describe("a database that was migrated before checksums were kept", () => {
  /** As node-pg-migrate alone leaves it. */
  const withoutOurTables = `DROP TABLE migrations._files, migrations._dirty`;

  test("is taken over as it is, and then an edited file is noticed", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    const { directory } = migrations;
    await migrate({ url, directory, order });
    const client = await connect(url);
    await client.query(withoutOurTables);
    migrations.write("shop/0001_schema.up.sql", "CREATE SCHEMA  shop;");
    expect(await validate({ url, directory, order })).toEqual([]);
    expect(await migrate({ url, directory, order })).toEqual([]);
    expect(await column(client, "SELECT context || '/' || id FROM migrations._files ORDER BY position")).toEqual(all);
    migrations.write("shop/0001_schema.up.sql", "CREATE SCHEMA shop;");
    expect(await validate({ url, directory, order })).toEqual(["shop/0001_schema was edited after it was applied"]);
  });

  test("is undone in the order in which it was applied", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    const { directory } = migrations;
    await migrate({ url, directory, order });
    for (const [file, sql] of Object.entries(more)) migrations.write(file, sql);
    await migrate({ url, directory, order });
    await (await connect(url)).query(withoutOurTables);
    const runs = await down({ url, directory, order, steps: "all" });
    expect(runs.map(({ name }) => name)).toEqual([...all, "shop/0003_more"].toReversed());
  });

  test("may be migrated by the code of that time in between", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar(more);
    await migrate({ url, directory, order });
    const client = await connect(url);
    await client.query("DELETE FROM migrations._files WHERE id = '0003_more'");
    expect(await migrate({ url, directory, order })).toEqual([]);
    expect(await column(client, "SELECT id FROM migrations._files WHERE id = '0003_more'")).toEqual(["0003_more"]);
  });
});

test("a schema of the history's name that is somebody else's is left alone", async ({ emptyDatabase: { url } }) => {
  const client = await connect(url);
  await client.query("CREATE SCHEMA migrations CREATE TABLE versions (id int, version text)");
  const { directory } = shopAndCellar();
  for (const run of [migrate, status]) {
    await expect(run({ url, directory, order })).rejects.toThrow(/belongs to something else: migrations\.versions/);
  }
  expect(await column(client, "SELECT tablename FROM pg_tables WHERE schemaname = 'migrations'")).toEqual(["versions"]);
});

describe("an applied file that was edited", () => {
  test("is warned about, and stops nothing", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    const { directory } = migrations;
    await migrate({ url, directory, order });
    migrations.write("shop/0002_items.up.sql", "CREATE TABLE shop.items (id bigint);");
    const warnings: string[] = [];
    const onWarning = (line: string) => warnings.push(line);
    expect(await migrate({ url, directory, order, onWarning })).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/^shop\/0002_items was edited after it was applied/)]);
  });

  test("is the same with other line ends, a mark at the beginning, or another down", async ({
    emptyDatabase: { url },
  }) => {
    const migrations = shopAndCellar({ "shop/0001_schema.up.sql": "CREATE SCHEMA\nshop;\n" });
    const { directory } = migrations;
    await migrate({ url, directory, order });
    migrations.write("shop/0001_schema.up.sql", "\uFEFFCREATE SCHEMA\r\nshop;\r\n");
    migrations.write("shop/0002_items.down.sql", "DROP TABLE IF EXISTS shop.items;");
    expect(await validate({ url, directory, order })).toEqual([]);
  });
});

describe("a database that newer code has migrated", () => {
  test("is gone on with, and warned about, where that is asked for", async ({ emptyDatabase: { url } }) => {
    const { directory, remove } = shopAndCellar(more);
    await migrate({ url, directory, order });
    for (const file of Object.keys(more)) remove(file);
    await expect(migrate({ url, directory, order })).rejects.toThrow("the database is newer than this code");
    const warnings: string[] = [];
    const onWarning = (line: string) => warnings.push(line);
    expect(await migrate({ url, directory, order, whenNewer: "continue", onWarning })).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/newer than this code, which goes on.*shop\/0003_more/)]);
    // Of a context that this code doesn't know at all.
    expect(await migrate({ url, directory: shopAndCellar().directory, order, whenNewer: "continue" })).toEqual([]);
  });

  test("is refused all the same when a file is pending, or one in the middle is gone", async ({
    emptyDatabase: { url },
  }) => {
    const { directory, remove, write } = shopAndCellar(more);
    await migrate({ url, directory, order });
    remove("shop/0002_items.up.sql");
    remove("shop/0002_items.down.sql");
    const again = () => migrate({ url, directory, order, whenNewer: "continue" });
    await expect(again()).rejects.toThrow("shop/0002_items was applied but has no file here");
    write("shop/0002_items.up.sql", "CREATE TABLE shop.items (id int);");
    write("shop/0002_items.down.sql", "DROP TABLE shop.items;");
    for (const file of Object.keys(more)) remove(file);
    write("cellar/0002_new.up.sql", "CREATE TABLE cellar.new ();");
    write("cellar/0002_new.down.sql", "DROP TABLE cellar.new;");
    await expect(again()).rejects.toThrow("shop/0003_more was applied but has no file here");
  });

  test("doesn't make an older instance wait for what the newer one is doing", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    await migrate({ url, directory, order });
    const newer = await connect(url);
    await newer.query("SELECT pg_advisory_lock(8101753469)");
    await newer.query(
      `INSERT INTO migrations._dirty (context, id, direction, statement, statements, sql)
       VALUES ('shop', '0003_index', 'up', 1, 1, 'CREATE INDEX CONCURRENTLY')`,
    );
    expect(await migrate({ url, directory, order, whenNewer: "continue", waitTimeout: 0 })).toEqual([]);
  });
});

describe("what one file sets for the session", () => {
  test.for([
    "SET TimeZone = 'Asia/Tokyo'",
    "SET search_path = shop",
    "SET ROLE pg_monitor",
    "SET lock_timeout = 0",
    "SET SESSION AUTHORIZATION pg_monitor",
  ])("does not reach the history or the next file: %s", async (setting, { emptyDatabase: { url } }) => {
    const show =
      "CREATE TABLE cellar.settings AS SELECT name, setting FROM pg_settings WHERE name IN ('TimeZone', 'search_path', 'role', 'lock_timeout', 'session_authorization')";
    const { directory } = shopAndCellar({
      "cellar/0001_schema.up.sql": `CREATE SCHEMA cellar; ${show}; CREATE TABLE cellar.someone AS SELECT current_user, session_user;`,
    });
    const changed = shopAndCellar({
      "shop/0002_items.up.sql": `CREATE TABLE shop.items (id int);\n${setting};`,
      "cellar/0001_schema.up.sql": `CREATE SCHEMA cellar; ${show}; CREATE TABLE cellar.someone AS SELECT current_user, session_user;`,
    });
    const client = await connect(url);
    const settings = () =>
      column(
        client,
        "SELECT row_to_json(s)::text || row_to_json(p)::text FROM cellar.settings s, cellar.someone p ORDER BY name",
      );
    await migrate({ url, directory, order });
    const expected = await settings();
    await client.query("DROP SCHEMA cellar CASCADE; DROP SCHEMA shop CASCADE; DROP SCHEMA migrations CASCADE");
    expect(await migrate({ url, directory: changed.directory, order })).toEqual(all);
    expect(await settings()).toEqual(expected);
    const { contexts } = await status({ url, directory: changed.directory, order });
    const appliedAt = contexts[0]?.migrations[1]?.appliedAt?.getTime() ?? 0;
    expect(Math.abs(Date.now() - appliedAt), "in UTC").toBeLessThan(60_000);
  });
});

test("a constraint that is checked at the end of the transaction fails like any other statement", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar({
    "shop/0002_items.up.sql":
      "CREATE TABLE shop.items (id int PRIMARY KEY, parent int REFERENCES shop.items DEFERRABLE INITIALLY DEFERRED);\n" +
      "INSERT INTO shop.items VALUES (1, 2);",
  });
  await expect(migrate({ url, directory, order })).rejects.toThrow(/\(23503\)[^]*Nothing of this file was kept/);
});
