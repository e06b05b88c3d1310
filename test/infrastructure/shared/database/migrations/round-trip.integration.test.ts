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
    const { files, empty, differences } = await makeRoundTrip({ url, directory: migrationsDirectory, order: contexts });
    for (const { file, direction, catalog, expected } of differences) {
      expect(catalog, `what the ${direction} of ${file} leaves`).toEqual(expected);
    }
    expect(differences).toEqual([]);
    expect(files).toBeGreaterThan(0);
    expect(empty, "tables that took no row of the test's own: give one in their context's seed.sql").toEqual([]);
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
  const { empty, differences } = await makeRoundTrip({ url, directory, order });
  expect(empty).toEqual([]);
  expect(differences).toContainEqual(expect.objectContaining({ file: `shop/${id}`, direction: "down" }));
});

test("rows are made for tables of all kinds, and a table that takes none is named", async ({
  emptyDatabase: { url },
}) => {
  const { directory } = shopAndCellar({
    "shop/0002_items.up.sql": `
      CREATE TYPE shop.size AS ENUM ('S', 'M');
      CREATE TABLE shop.items (id uuid PRIMARY KEY, owner bigint NOT NULL, size shop.size NOT NULL, at date NOT NULL,
        tags text[] NOT NULL, data jsonb NOT NULL, role text NOT NULL CHECK (role IN ('member', 'admin')),
        hint text, label text NOT NULL GENERATED ALWAYS AS (role) STORED);
      CREATE TABLE shop.owners (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
      CREATE TABLE shop.picky (n int NOT NULL CHECK (n > 5));
      ALTER TABLE shop.items ADD CONSTRAINT items_owner_fkey FOREIGN KEY (owner) REFERENCES shop.owners;`,
    "shop/0002_items.down.sql": "DROP TABLE shop.items, shop.owners, shop.picky; DROP TYPE shop.size;",
  });
  const { empty, differences } = await makeRoundTrip({ url, directory, order });
  expect(empty).toEqual(["shop.picky"]);
  expect(differences).toEqual([]);
});

test("a NOT NULL that only an empty table takes is noticed", async ({ emptyDatabase: { url } }) => {
  const { directory } = shopAndCellar({
    "shop/0003_code.up.sql": "ALTER TABLE shop.items ADD COLUMN code int NOT NULL;",
    "shop/0003_code.down.sql": "ALTER TABLE shop.items DROP COLUMN code;",
  });
  await expect(makeRoundTrip({ url, directory, order })).rejects.toThrow('column "code" of relation "items"');
});
