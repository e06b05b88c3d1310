import { describe, expect } from "vitest";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import {
  down,
  goTo,
  migrate,
  planDown,
  planUp,
  redo,
  up,
} from "#infrastructure/shared/database/migrations/migrations.ts";
import { test } from "#test/support/fixtures.ts";
import { all, column, connect, order, shopAndCellar } from "./support.ts";

const names = (runs: readonly { readonly name: string; readonly direction: string }[]) =>
  runs.map(({ name, direction }) => `${direction} ${name}`);

describe("up", () => {
  test("applies as many as it is told, and what is left the next time", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    expect(names(await up({ url, directory, order, steps: 2 }))).toEqual(["up shop/0001_schema", "up shop/0002_items"]);
    expect(names(await up({ url, directory, order, steps: 2 }))).toEqual(["up cellar/0001_schema"]);
  });

  test("says how long each took, and gives its version", async ({ emptyDatabase: { url } }) => {
    const runs = await up({ url, directory: shopAndCellar().directory, order, steps: 1 });
    expect(runs).toEqual([
      { name: "shop/0001_schema", version: "shop/0001", direction: "up", milliseconds: expect.any(Number) },
    ]);
  });

  test("applies a lower number that came late when it is told to, and only then", async ({
    emptyDatabase: { url },
  }) => {
    const migrations = shopAndCellar({
      "shop/0004_late.up.sql": "CREATE TABLE shop.late ();",
      "shop/0004_late.down.sql": "DROP TABLE shop.late;",
    });
    const { directory } = migrations;
    await up({ url, directory, order });
    migrations.write("shop/0003_early.up.sql", "CREATE TABLE shop.early ();");
    migrations.write("shop/0003_early.down.sql", "DROP TABLE shop.early;");
    await expect(up({ url, directory, order })).rejects.toThrow("or run `up --allow-missing`");
    expect(names(await up({ url, directory, order, allowMissing: true }))).toEqual(["up shop/0003_early"]);
    expect(names(await down({ url, directory, order, steps: 1 }))).toEqual(["down shop/0003_early"]);
  });
});

describe("down", () => {
  test("undoes what was applied last, over all contexts, in reverse order", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    const { directory } = migrations;
    await migrate({ url, directory, order });
    migrations.write("shop/0003_more.up.sql", "CREATE TABLE shop.more ();");
    migrations.write("shop/0003_more.down.sql", "DROP TABLE shop.more;");
    await migrate({ url, directory, order });
    expect(names(await down({ url, directory, order, steps: 2 }))).toEqual([
      "down shop/0003_more",
      "down cellar/0001_schema",
    ]);
    const client = await connect(url);
    expect(await column(client, "SELECT to_regclass('shop.more')")).toEqual([null]);
    expect(await column(client, "SELECT to_regclass('shop.items')::text")).toEqual(["shop.items"]);
  });

  test("undoes everything only when it is told all", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    await migrate({ url, directory, order });
    expect(await down({ url, directory, order, steps: "all" })).toHaveLength(3);
    expect(await down({ url, directory, order, steps: "all" })).toEqual([]);
    expect(await migrate({ url, directory, order })).toEqual(all);
  });

  test.for([0, -1, 1.5, Number.NaN])("refuses %s steps", async (steps, { emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    await migrate({ url, directory, order });
    await expect(down({ url, directory, order, steps })).rejects.toThrow(RangeError);
    await expect(redo({ url, directory, order, steps })).rejects.toThrow(RangeError);
    await expect(up({ url, directory, order, steps })).rejects.toThrow(RangeError);
    expect(await column(await connect(url), "SELECT to_regclass('shop.items')::text")).toEqual(["shop.items"]);
  });

  test("refuses more than are applied", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    await migrate({ url, directory, order });
    await expect(down({ url, directory, order, steps: 4 })).rejects.toThrow(
      "expected at least 4 applied to undo, but the database has 3",
    );
  });

  test("through an irreversible file or one that is gone refuses before it undoes anything", async ({
    emptyDatabase: { url },
  }) => {
    const migrations = shopAndCellar({
      "shop/0002_items.up.sql": "-- migrate: irreversible the rows are gone\nCREATE TABLE shop.items (id int);",
      "shop/0002_items.down.sql": "",
    });
    const { directory } = migrations;
    await migrate({ url, directory, order });
    await expect(down({ url, directory, order, steps: 2 })).rejects.toThrow(
      "shop/0002_items is declared irreversible: the rows are gone",
    );
    migrations.remove("shop/0002_items.up.sql");
    migrations.remove("shop/0002_items.down.sql");
    await expect(down({ url, directory, order, steps: 2 })).rejects.toThrow("can't be undone without its file");
    expect(await column(await connect(url), "SELECT to_regnamespace('cellar')::text")).toEqual(["cellar"]);
  });

  test("that fails keeps what it was to undo", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar({
      "shop/0002_items.down.sql": "DROP TABLE shop.items;\nDROP TABLE shop.itemz;",
    });
    await up({ url, directory, order, steps: 2 });
    await expect(down({ url, directory, order, steps: 1 })).rejects.toThrow(
      /0002_items\.down\.sql: table "itemz" does not exist/,
    );
    const client = await connect(url);
    expect(await column(client, "SELECT to_regclass('shop.items')::text")).toEqual(["shop.items"]);
    expect(await column(client, "SELECT name FROM migrations.shop ORDER BY id")).toEqual(["0001_schema", "0002_items"]);
  });
});

describe("going to a version", () => {
  test("brings one context there, up or down, and leaves the others", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar();
    const goto = async (version: string) => names(await goTo({ url, directory, order, version }));
    expect(await goto("shop/0001")).toEqual(["up shop/0001_schema"]);
    expect(await goto("cellar/0001")).toEqual(["up cellar/0001_schema"]);
    expect(await goto("shop/0002")).toEqual(["up shop/0002_items"]);
    expect(await goto("shop/0002")).toEqual([]);
    expect(await goto("shop/0000")).toEqual(["down shop/0002_items", "down shop/0001_schema"]);
    expect(await column(await connect(url), "SELECT to_regnamespace('cellar')::text")).toEqual(["cellar"]);
  });

  test.for(["shop/0009", "shop/1", "shop", "attic/0001", ""])("%j is refused", async (version, { emptyDatabase }) => {
    const { directory } = shopAndCellar();
    const going = goTo({ url: emptyDatabase.url, directory, order, version });
    await expect(going).rejects.toThrow(`there is no version "${version}": expected context/NNNN, here `);
  });
});

test("redo undoes and applies the last ones again, and none that is pending", async ({ emptyDatabase: { url } }) => {
  const migrations = shopAndCellar();
  const { directory } = migrations;
  await migrate({ url, directory, order });
  migrations.write("cellar/0002_new.up.sql", "CREATE TABLE cellar.new ();");
  migrations.write("cellar/0002_new.down.sql", "DROP TABLE cellar.new;");
  expect(names(await redo({ url, directory, order, steps: 2 }))).toEqual([
    "down cellar/0001_schema",
    "down shop/0002_items",
    "up shop/0002_items",
    "up cellar/0001_schema",
  ]);
  expect(await column(await connect(url), "SELECT to_regclass('cellar.new')")).toEqual([null]);
});

test("a plan shows files and statements and writes nothing", async ({ emptyDatabase: { url } }) => {
  const index = "CREATE INDEX CONCURRENTLY items_idx ON shop.items (id)";
  const { directory } = shopAndCellar({
    "shop/0002_items.up.sql": `-- migrate: no-transaction\nCREATE TABLE shop.items (id int);\n${index};`,
  });
  expect(await planUp({ url, directory, order, steps: 2 })).toEqual([
    {
      name: "shop/0001_schema",
      version: "shop/0001",
      direction: "up",
      file: expect.stringMatching(/shop\/0001_schema\.up\.sql$/),
      transaction: true,
      statements: ["CREATE SCHEMA shop;"],
    },
    expect.objectContaining({ transaction: false, statements: ["CREATE TABLE shop.items (id int)", index] }),
  ]);
  const client = await connect(url);
  expect(await column(client, "SELECT to_regnamespace('migrations')")).toEqual([null]);
  await migrate({ url, directory, order });
  expect(names(await planDown({ url, directory, order, steps: 1 }))).toEqual(["down cellar/0001_schema"]);
  expect(await column(client, "SELECT to_regnamespace('cellar')::text")).toEqual(["cellar"]);
});

describe("status", () => {
  test("of an empty database is all pending, and writes nothing", async ({ emptyDatabase: { url } }) => {
    const { contexts, dirty, invalidIndexes } = await status({ url, directory: shopAndCellar().directory, order });
    expect(contexts).toEqual([
      {
        context: "shop",
        version: "0000",
        migrations: [
          { id: "0001_schema", state: "pending", appliedAt: undefined },
          { id: "0002_items", state: "pending", appliedAt: undefined },
        ],
      },
      expect.objectContaining({ context: "cellar" }),
    ]);
    expect([dirty, invalidIndexes]).toEqual([undefined, []]);
    expect(await column(await connect(url), "SELECT to_regnamespace('migrations')")).toEqual([null]);
  });

  test("tells what was applied and when, what is missing and what was edited", async ({ emptyDatabase: { url } }) => {
    const migrations = shopAndCellar();
    const { directory } = migrations;
    const before = Date.now();
    await migrate({ url, directory, order });
    migrations.write("shop/0001_schema.up.sql", "CREATE SCHEMA IF NOT EXISTS shop;");
    migrations.remove("cellar/0001_schema.up.sql");
    migrations.remove("cellar/0001_schema.down.sql");
    const { contexts } = await status({ url, directory, order });
    expect(
      contexts.map(({ context, version, migrations: each }) => [context, version, each.map(({ state }) => state)]),
    ).toEqual([
      ["shop", "0002", ["edited", "applied"]],
      ["cellar", "0001", ["missing"]],
    ]);
    const appliedAt = contexts[0]?.migrations[1]?.appliedAt?.getTime() ?? 0;
    // The server's clock is this machine's, and counts microseconds.
    expect(appliedAt).toBeGreaterThanOrEqual(before - 1);
    expect(appliedAt).toBeLessThanOrEqual(Date.now() + 1);
  });
});
