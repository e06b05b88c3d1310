import { describe, expect } from "vitest";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { migrationFolder } from "#test/infrastructure/shared/database/migrations/migration-folder.ts";
import { test } from "#test/support/fixtures.ts";
import { lint } from "#tools/db/lint/lint.ts";
import { isStronger } from "#tools/db/lint/lock-modes.ts";
import { traceLocks } from "#tools/db/lint/lock-trace.ts";
import type { LockTrace } from "#tools/db/lint/traced-locks.ts";
import { readRecipes } from "./migrations-page.ts";
import { makeShop, rows, runOn, shop } from "./shop-with-rows.ts";

const recipes = readRecipes();

test("the page has recipes", () => {
  expect(recipes.length).toBeGreaterThan(10);
});

describe.each(recipes)("$title", ({ ups, downs, queries }) => {
  const files = {
    "shop/0001_create_shop.up.sql": shop,
    "shop/0001_create_shop.down.sql": "DROP SCHEMA shop CASCADE;",
    ...Object.fromEntries(
      ups.flatMap(([name, up]) => [
        [`shop/${name}.up.sql`, up],
        [`shop/${name}.down.sql`, downs.get(name) ?? "SELECT 1;"],
      ]),
    ),
  };

  test("has no finding", async () => {
    const folder = migrationFolder(files);
    expect(await lint({ directory: folder.directory, order: ["shop"] })).toEqual([]);
    folder.remove();
  });

  test("runs on tables with rows, and neither rewrites one nor reads it while others wait", async ({
    emptyDatabase: { url },
  }) => {
    const folder = migrationFolder({
      "shop/0001_create_shop.up.sql": shop,
      "shop/0001_create_shop.down.sql": "DROP SCHEMA shop CASCADE;",
    });
    const options = { url, directory: folder.directory, order: ["shop"] };
    await migrate(options);
    await runOn(url, rows);
    for (const [name, up] of ups) {
      const upFile = `shop/${name}.up.sql`;
      const trace = await traceLocks({ url, migration: { context: "shop", id: name, upFile, up } });
      expect(harmOf(trace)).toEqual([]);
      folder.write(upFile, up);
      folder.write(`shop/${name}.down.sql`, downs.get(name) ?? "SELECT 1;");
      expect(await migrate(options)).toEqual([`shop/${name}`]);
    }
    for (const down of downs.values()) await runOn(url, down);
    for (const query of queries) expect(await runInBatches(url, query)).toBe(6);
    folder.remove();
  });
});

test("the backfill leaves no row out and none that was written meanwhile changed", async ({ emptyDatabase }) => {
  const { ups, queries } = recipes.find(({ title }) => title === "Backfill in batches")!;
  await makeShop(emptyDatabase.url);
  for (const [, up] of ups) await runOn(emptyDatabase.url, up);
  await runOn(emptyDatabase.url, "UPDATE shop.orders SET status = 'MINE' WHERE id = 7");
  await runInBatches(emptyDatabase.url, queries[0]!);
  expect(
    await runOn(
      emptyDatabase.url,
      "SELECT status, count(*)::int AS count FROM shop.orders GROUP BY status ORDER BY status",
    ),
  ).toEqual([
    { status: "MINE", count: 1 },
    { status: "NEW", count: 4999 },
  ]);
});

test.for([
  "ALTER TABLE shop.orders ALTER COLUMN note SET NOT NULL;",
  "ALTER TABLE shop.orders ALTER COLUMN total TYPE bigint;",
  "ALTER TABLE shop.orders ADD COLUMN code uuid DEFAULT gen_random_uuid();",
  "CREATE INDEX orders_note_idx ON shop.orders (note);",
])("what the recipes avoid would be seen: %s", async (up, { emptyDatabase: { url } }) => {
  await makeShop(url);
  const trace = await traceLocks({ url, migration: { context: "shop", id: "0002_step", upFile: "step.up.sql", up } });
  expect(harmOf(trace)).toContain("shop.orders");
});

/** The tables that are written anew, or read as a whole while others wait. */
function harmOf({ rewritten, scanned, locks }: LockTrace): string[] {
  const slow = scanned.filter(({ relation, statement }) =>
    locks.some(
      (lock) =>
        lock.relation === relation && lock.statement <= statement && isStronger(lock.mode, "SHARE UPDATE EXCLUSIVE"),
    ),
  );
  return [...rewritten, ...slow].map(({ relation }) => relation);
}

/** As the loop of the page does. @returns how often the query was run */
async function runInBatches(url: string, query: string): Promise<number> {
  let runs = 0;
  let last: Record<string, unknown> | undefined = { id: "0" };
  while (last) {
    const sql = query.replace(":after_id", last["id"] as string).replace(":size", "1000");
    [last] = await runOn(url, sql);
    runs++;
  }
  return runs;
}
