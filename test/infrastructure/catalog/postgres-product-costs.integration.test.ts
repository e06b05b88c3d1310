import { expect } from "vitest";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import { postgresAdapters } from "#test/support/catalog/postgres-adapters.ts";
import { aProduct } from "#test/support/catalog/product-builder.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { test as base } from "#test/support/fixtures.ts";
import { measuredDataSource } from "#test/support/measured-data-source.ts";

/** Catalog on one open connection, which has prepared no statement yet, and what a work costs there. */
const test = base.extend("measured", async ({ db }, { onCleanup }) => {
  const { dataSource, costOf, close } = await measuredDataSource(db);
  onCleanup(close);
  return { ...postgresAdapters(dataSource), costOf };
});

test("a product costs 1 round trip to create, 1 to read and 2 to update", async ({ measured }) => {
  const { products, costOf } = measured;
  const product = aProduct().build();
  const { id } = product.snapshot;
  expect(await costOf(() => products.create(product))).toEqual({
    roundTrips: 1,
    statements: ["product.insertProduct", "event.appendEvents"],
  });
  expect(await costOf(() => products.read(id))).toEqual({ roundTrips: 1, statements: ["product.findProduct"] });
  expect(await costOf(() => products.update(id, (stored) => stored.takeStock(1)))).toEqual({
    roundTrips: 2,
    statements: ["product.lockProduct", "product.updateProduct", "event.appendEvents"],
  });
});

test("a hundred products cost as much to archive as one: 2 round trips", async ({ measured }) => {
  const { products, productFiles, productFactory, costOf } = measured;
  const given = Array.from({ length: 100 }, (_, n) => productFactory.add(parseProductDetails(fieldsOf(n))).snapshot);
  await productFiles.importAll(given);
  expect(await costOf(() => products.archiveAll(given.map(({ id }) => id)))).toEqual({
    roundTrips: 2,
    statements: ["product.lockProducts", "product.archiveProducts", "event.appendEventsOfMany"],
  });
});

test("a page costs 1 round trip, and so does a batch of an import", async ({ measured }) => {
  const { productSearch, productFiles, productFactory, costOf } = measured;
  const given = Array.from({ length: 500 }, (_, n) => productFactory.add(parseProductDetails(fieldsOf(n))).snapshot);
  expect(await costOf(() => productFiles.importAll(given))).toEqual({
    roundTrips: 1,
    statements: ["product-files.importProducts"],
  });
  expect(await costOf(() => productSearch.search({ text: "product" }, "price", 20))).toEqual({
    roundTrips: 1,
    statements: ["product-search.searchProducts.price"],
  });
});
