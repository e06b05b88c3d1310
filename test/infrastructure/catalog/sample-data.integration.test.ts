import { expect } from "vitest";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import { valueOf } from "#test/support/ad-hoc-statement.ts";
import { postgresAdapters } from "#test/support/catalog/postgres-adapters.ts";
import { expectSeededOnce, idsOf, withSampleData } from "#test/support/sample-data.ts";

const test = withSampleData("catalog");

test("there are 2000 products", async ({ world }) => {
  const count = "SELECT count(*)::int FROM catalog.products";
  expect(await world.withConnection((connection) => valueOf(connection, count))).toBe(2000);
});

test("products are what the domain would make of them", async ({ world }) => {
  const { products } = postgresAdapters(world);
  for (const id of await idsOf<"Product">(world, "catalog.products", 13)) {
    const { sku, name, description, price, stockQuantity } = (await products.read(id)).snapshot;
    const fields = { sku, name, description, price, stockQuantity };
    const details = parseProductDetails(fields);
    const [madeSku, madeName, madePrice] = [details.sku, details.name, details.price].map(String);
    expect({ ...details, sku: madeSku, name: madeName, price: madePrice }).toEqual(fields);
  }
});

test("seeding again changes nothing, and brings nothing back that was removed", async ({ db }) => {
  await expectSeededOnce(db, "catalog", "UPDATE catalog.products SET price = 1 WHERE sku LIKE 'CHA%'");
});
