import { describe, expect } from "vitest";
import { DirtyDatabase } from "#infrastructure/shared/database/migrations/dirty-database.ts";
import { force } from "#infrastructure/shared/database/migrations/force.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import { down, migrate, redo } from "#infrastructure/shared/database/migrations/migrations.ts";
import { validate } from "#infrastructure/shared/database/migrations/validate.ts";
import { eventually } from "#test/support/eventually.ts";
import { test } from "#test/support/fixtures.ts";
import { column, connect, order, shopAndCellar } from "./support.ts";

const header = "-- migrate: no-transaction\n";
const index = {
  "shop/0003_index.up.sql":
    `${header}-- é: PostgreSQL counts characters, its parser bytes\nCREATE INDEX CONCURRENTLY items_idx ON shop.items (id);\n` +
    "-- what is indexed\nINSERT INTO shop.items VALUES (7); -- 😀",
  "shop/0003_index.down.sql": `${header}DROP INDEX CONCURRENTLY shop.items_idx;\nDELETE FROM shop.items WHERE id = 7;`,
};
/** Two equal rows, so that the unique index can't be built. */
const failing = {
  "shop/0002_items.up.sql": "CREATE TABLE shop.items (id int); INSERT INTO shop.items VALUES (1), (1);",
  "shop/0003_index.up.sql": `${header}INSERT INTO shop.items VALUES (2);\nCREATE UNIQUE INDEX CONCURRENTLY items_key ON shop.items (id);\nINSERT INTO shop.items VALUES (3);`,
  "shop/0003_index.down.sql": `${header}DROP INDEX CONCURRENTLY shop.items_key;`,
};

test("a file that declares it is run statement by statement, up and down, and is recorded like any other", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar(index);
  const client = await connect(url);
  expect(await migrate({ url, directory, order })).toContain("shop/0003_index");
  expect(await column(client, "SELECT indisvalid FROM pg_index WHERE indrelid = 'shop.items'::regclass")).toEqual([
    true,
  ]);
  expect(await column(client, "SELECT id FROM shop.items")).toEqual([7]);
  expect(await column(client, "SELECT statement FROM migrations._dirty")).toEqual([]);
  await redo({ url, directory, order, steps: 2 });
  await down({ url, directory, order, steps: 2 });
  expect(await column(client, "SELECT to_regclass('shop.items_idx')")).toEqual([null]);
  expect(await column(client, "SELECT name FROM migrations.shop ORDER BY id")).toEqual(["0001_schema", "0002_items"]);
  expect(await column(client, "SELECT id FROM migrations._files ORDER BY position")).toHaveLength(2);
});

test.for([
  ["BEGIN and COMMIT", "BEGIN; SELECT 1; COMMIT;", "holds BEGIN, COMMIT or the like"],
  ["what is no SQL", "CREATE INDX;", "can't be split into statements: syntax error"],
] as const)("a file with %s is refused before anything is run", async ([, sql, fault], { emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({ ...index, "shop/0003_index.up.sql": header + sql });
  await expect(migrate({ url, directory, order })).rejects.toThrow(`shop/0003_index.up.sql ${fault}`);
  expect(await validate({ directory, order })).toEqual([expect.stringContaining(`shop/0003_index.up.sql ${fault}`)]);
  expect(await column(await connect(url), "SELECT to_regnamespace('migrations')")).toEqual([null]);
});

test("CONCURRENTLY without the header fails, and the message names the header", async ({ emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({
    ...index,
    "shop/0003_index.up.sql": "CREATE INDEX CONCURRENTLY ON shop.items (id);",
  });
  await expect(migrate({ url, directory, order })).rejects.toThrow(/begin it with "-- migrate: no-transaction"/);
});

test("a concurrent build isn't given up after the lock timeout, but waits for older transactions", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar(index);
  await migrate({ url, directory, order });
  await down({ url, directory, order, steps: 2 });
  const other = await connect(url);
  await other.query("BEGIN; INSERT INTO shop.items VALUES (1)");
  const building = migrate({ url, directory, order, lockTimeout: 50 });
  const watcher = await connect(url);
  await eventually(async () => {
    const waiting = `SELECT clock_timestamp() - query_start > '150 ms' FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX CONCURRENTLY%'`;
    expect(await column(watcher, waiting)).toEqual([true]);
  });
  const { dirty } = await status({ url, directory, order });
  expect(dirty?.description).toMatch(/0003_index \(up\) is being run by plinth migrations.*, at statement 1 of 2/);
  await other.query("COMMIT");
  expect(await building).toContain("shop/0003_index");
});

describe("a concurrent index that fails", () => {
  test("is named with place, statement, what to drop and how to go on", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar(failing);
    const error = await migrate({ url, directory, order }).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ name: "MigrationFailed" });
    expect((error as Error).message).toMatch(
      /0003_index\.up\.sql: could not create unique index "items_key" \(23505\)/,
    );
    expect((error as Error).message).toContain("stopped at statement 2 of 3:");
    expect((error as Error).message).toContain("DROP INDEX CONCURRENTLY shop.items_key;");
    expect((error as Error).message).toMatch(/force shop\/0003 .*applied[^]*force shop\/0002 .*not applied/);
  });

  test("leaves the database dirty: nothing is run until it is mended", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar(failing);
    await migrate({ url, directory, order }).catch(() => {});
    for (const run of [migrate, down]) {
      const attempt = run({ url, directory, order, steps: 1 });
      await expect(attempt).rejects.toThrow(DirtyDatabase);
      await expect(attempt).rejects.toThrow(
        /shop\/0003_index \(up, begun .*Z\) stopped at statement 2 of 3:\n +CREATE UNIQUE/,
      );
    }
    const { contexts, dirty, invalidIndexes } = await status({ url, directory, order });
    expect(contexts[0]?.migrations.map(({ state }) => state)).toEqual(["applied", "applied", "dirty"]);
    expect(dirty).toMatchObject({
      id: "0003_index",
      statement: 2,
      description: expect.stringContaining("force shop/0003"),
    });
    expect(invalidIndexes).toEqual([{ name: "shop.items_key", table: "shop.items" }]);
    expect(await validate({ url, directory, order })).toEqual([expect.stringContaining("stopped at statement 2 of 3")]);
    expect(await column(await connect(url), "SELECT to_regnamespace('cellar')")).toEqual([null]);
  });

  test("that was undone by hand is forced back, and runs again", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar(failing);
    await migrate({ url, directory, order }).catch(() => {});
    const client = await connect(url);
    await client.query("DROP INDEX CONCURRENTLY shop.items_key");
    await client.query("TRUNCATE shop.items");
    expect(await force({ url, directory, order, version: "shop/0002" })).toEqual({
      name: "shop/0003_index",
      applied: false,
    });
    expect(await migrate({ url, directory, order })).toEqual(["shop/0003_index", "cellar/0001_schema"]);
    expect(await column(client, "SELECT id FROM shop.items")).toEqual([2, 3]);
  });

  test("that was completed by hand is forced on, and isn't run again", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar(failing);
    await migrate({ url, directory, order }).catch(() => {});
    await force({ url, directory, order, version: "shop/0003" });
    expect(await migrate({ url, directory, order })).toEqual(["cellar/0001_schema"]);
    const { contexts, dirty } = await status({ url, directory, order });
    expect(contexts[0]).toMatchObject({ version: "0003" });
    expect(contexts[0]?.migrations[2]?.state).toBe("applied");
    expect(dirty).toBeUndefined();
  });

  test("is the only thing that can be forced, to one of two versions", async ({ emptyDatabase: { url } }) => {
    const { directory } = shopAndCellar(failing);
    const forcing = (version: string) => force({ url, directory, order, version });
    await expect(forcing("shop/0001")).rejects.toThrow("nothing is dirty");
    await migrate({ url, directory, order }).catch(() => {});
    for (const version of ["shop/0001", "cellar/0001", "", "shop/0003_index"]) {
      await expect(forcing(version)).rejects.toThrow(
        `must be shop/0003 when it counts as applied from now on, or shop/0002 when it does not; "${version}" came`,
      );
    }
    await expect(migrate({ url, directory, order })).rejects.toThrow(DirtyDatabase);
  });
});

test("a down that stops half-way is dirty too, and is forced either way", async ({ emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({
    ...index,
    "shop/0003_index.down.sql": `${header}DELETE FROM shop.items;\nDROP INDEX CONCURRENTLY shop.nowhere;`,
  });
  const undo = () => down({ url, directory, order, steps: 2 });
  await migrate({ url, directory, order });
  await expect(undo()).rejects.toThrow(/0003_index\.down\.sql: [^]*\(down, begun .*statement 2 of 2/);
  expect(await force({ url, directory, order, version: "shop/0003" })).toMatchObject({ applied: true });
  await expect(down({ url, directory, order, steps: 1 })).rejects.toThrow("statement 2 of 2");
  expect(await force({ url, directory, order, version: "shop/0002" })).toMatchObject({ applied: false });
  const { contexts } = await status({ url, directory, order });
  expect(contexts[0]?.migrations[2]?.state).toBe("pending");
});

test("a place in the file is that of the failing statement", async ({ emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({
    ...index,
    "shop/0003_index.up.sql": `${header}-- é 😀\nINSERT INTO shop.items VALUES (1);\n\n  SELECT ida FROM shop.items;`,
  });
  await expect(migrate({ url, directory, order })).rejects.toThrow(/0003_index\.up\.sql:5:10: column "ida"/);
});
