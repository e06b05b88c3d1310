import { runner } from "node-pg-migrate";
import { describe, expect } from "vitest";
import { down, migrate, planUp, redo, up } from "#infrastructure/shared/database/migrations/migrations.ts";
import { test } from "#test/support/fixtures.ts";
import { all, column, connect, order, shopAndCellar } from "./support.ts";

/** Each of these is a trap of node-pg-migrate, or of its program, that the code around it keeps closed. */
describe("although node-pg-migrate would", () => {
  test("take a down file for a migration, none is run by up", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar({ "shop/0002_items.down.sql": "SELECT 1 / 0;" });
    expect(await migrate({ url, directory, order })).toEqual(all);
  });

  test("cut a file at a comment that looks like its marker, the whole file is run", async ({
    emptyDatabase: { url },
  }) => {
    const { directory } = shopAndCellar({
      "shop/0002_items.up.sql":
        "CREATE TABLE shop.before ();\n-- Up Migration\nCREATE TABLE shop.items (id int);\n" +
        "CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql AS $$\n-- Down Migration\nSELECT 1 $$;\nCREATE TABLE shop.after ();",
    });
    await migrate({ url, directory, order });
    const client = await connect(url);
    const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'shop' ORDER BY 1";
    expect(await column(client, tables)).toEqual(["after", "before", "items"]);
    expect(await column(client, "SELECT shop.f()")).toEqual([1]);
  });

  test("keep only the base name, two contexts may have files of one name", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    expect((await migrate({ url, directory, order })).filter((name) => name.endsWith("/0001_schema"))).toHaveLength(2);
  });

  test("replace {words} in braces, a file with braces is run as it is", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar({
      "shop/0002_items.up.sql": `CREATE TABLE shop.items AS SELECT '{"schema": {schema}}' AS text, '{1}'::int[] AS numbers;`,
    });
    await migrate({ url, directory, order });
    expect(await column(await connect(url), "SELECT text FROM shop.items")).toEqual(['{"schema": {schema}}']);
  });

  test("undo everything for a count of 0, down refuses it", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    await migrate({ url, directory, order });
    await expect(down({ url, directory, order, steps: 0 })).rejects.toThrow(RangeError);
    expect(await column(await connect(url), "SELECT name FROM migrations.shop")).toHaveLength(2);
  });

  test("run an up again for a down that is missing, down refuses it", async ({ emptyDatabase: { url } }) => {
    const { directory, remove } = shopAndCellar({ "cellar/0001_schema.up.sql": "CREATE SCHEMA IF NOT EXISTS cellar;" });
    await migrate({ url, directory, order });
    remove("cellar/0001_schema.down.sql");
    await expect(down({ url, directory, order, steps: 1 })).rejects.toThrow("cellar/0001_schema.down.sql is missing");
    expect(await column(await connect(url), "SELECT to_regnamespace('cellar')::text")).toEqual(["cellar"]);
  });

  test("take an up that reads like its down for the down, such a pair goes up and down", async ({
    emptyDatabase: { url },
  }) => {
    const { directory } = shopAndCellar({
      "cellar/0001_schema.up.sql": "SELECT 1;",
      "cellar/0001_schema.down.sql": "SELECT 1;",
    });
    await migrate({ url, directory, order });
    expect(await redo({ url, directory, order })).toHaveLength(2);
    expect(await column(await connect(url), "SELECT name FROM migrations.cellar")).toEqual(["0001_schema"]);
  });

  test("write on a dry run, a plan writes nothing", async ({ emptyDatabase: { url } }) => {
    await planUp({ url, directory: shopAndCellar().directory, order });
    expect(await column(await connect(url), "SELECT to_regnamespace('migrations')")).toEqual([null]);
  });

  test("record a faked run without running it, on a dry run too, the option isn't handed on", async ({
    emptyDatabase: { url },
  }) => {
    const { directory } = shopAndCellar();
    await up({ url, directory, order, ...{ fake: true } });
    expect(await column(await connect(url), "SELECT to_regclass('shop.items')::text")).toEqual(["shop.items"]);
  });

  test("fail beside another starter, or deadlock with its index when it waits, both starters come through", async ({
    emptyDatabase: { url },
  }) => {
    const header = "-- migrate: no-transaction\n";
    const { directory } = shopAndCellar({
      "shop/0003_index.up.sql": `${header}SELECT pg_sleep(0.5); CREATE INDEX CONCURRENTLY items_idx ON shop.items (id);`,
      "shop/0003_index.down.sql": `${header}DROP INDEX CONCURRENTLY shop.items_idx;`,
    });
    const starters = [migrate({ url, directory, order }), migrate({ url, directory, order })];
    expect((await Promise.all(starters)).flat().toSorted()).toEqual([...all, "shop/0003_index"].toSorted());
  });

  test("leave a failed file's transaction open, the connection ends with it", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar({
      "shop/0002_items.up.sql": "CREATE TABLE shop.items (id int); SELECT 1 / 0;",
    });
    await expect(migrate({ url, directory, order })).rejects.toThrow("division by zero");
    const sessions =
      "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    expect(await column(await connect(url), sessions)).toEqual([]);
  });

  test("write the time of the session's zone, the history is in UTC", async ({ emptyDatabase: { url } }) => {
    const client = await connect(url);
    await client.query(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database()); END $$",
    );
    await migrate({ url, directory: shopAndCellar().directory, order });
    const drift = "SELECT max(abs(extract(epoch FROM now() AT TIME ZONE 'UTC' - run_on))) < 60 FROM migrations.shop";
    expect(await column(client, drift)).toEqual([true]);
  });

  test("be stopped by other files in a context's folder, seed.sql may stand there", async ({
    emptyDatabase: { url },
  }) => {
    const { directory } = shopAndCellar({ "shop/seed.sql": "SELECT 1 / 0;" });
    expect(await migrate({ url, directory, order })).toEqual(all);
  });
});

test("it is node-pg-migrate that keeps the history: its own runner finds nothing left to do", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar();
  await migrate({ url, directory, order });
  const ran = await runner({
    dbClient: await connect(url),
    dir: `${directory}/shop`,
    direction: "up",
    migrationsSchema: "migrations",
    migrationsTable: "shop",
    migrationLoaderStrategies: [{ extensions: [".sql"], loader: "sql" }],
    log: () => {},
  });
  expect(ran).toEqual([]);
});
