import { expect } from "vitest";
import { migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { contexts } from "#migrations/order.ts";
import { test } from "#test/support/fixtures.ts";
import { makeRoundTrip } from "./round-trip.ts";
import { order, shopAndCellar } from "./support.ts";

test(
  "every migration of this project can be undone and applied again, with rows in the tables",
  {
    timeout: 120_000,
  },
  async ({ emptyDatabase: { url } }) => {
    const { files, rows, differences } = await makeRoundTrip({ url, directory: migrationsDirectory, order: contexts });
    for (const { file, direction, catalog, expected } of differences) {
      expect(catalog, `what the ${direction} of ${file} leaves`).toEqual(expected);
    }
    expect(differences).toEqual([]);
    expect(files).toBeGreaterThan(0);
    expect(rows, "rows of the seed.sql files").toBeGreaterThan(0);
  },
);

test.for([
  ["forgets its schema", "0001_schema", "SELECT 1;"],
  [
    "puts back another type",
    "0003_price",
    "ALTER TABLE shop.items DROP COLUMN price; ALTER TABLE shop.items ALTER id TYPE bigint;",
  ],
] as const)("a down that %s is noticed", async ([, id, sql], { emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({
    "shop/0001_schema.up.sql": "CREATE SCHEMA IF NOT EXISTS shop;",
    "shop/0003_price.up.sql": "ALTER TABLE shop.items ADD COLUMN IF NOT EXISTS price int;",
    "shop/0003_price.down.sql": "ALTER TABLE shop.items DROP COLUMN price;",
    "shop/seed.sql": "INSERT INTO shop.items VALUES (1);",
    [`shop/${id}.down.sql`]: sql,
  });
  const { rows, differences } = await makeRoundTrip({ url, directory, order });
  expect(rows).toBe(1);
  expect(differences).toContainEqual(expect.objectContaining({ file: `shop/${id}`, direction: "down" }));
});
