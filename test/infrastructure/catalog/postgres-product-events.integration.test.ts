import { expect } from "vitest";
import { NotEnoughStock } from "#domain/catalog/errors.ts";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import { Money } from "#domain/shared/money.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { storedEvents } from "#test/support/stored-events.ts";

const details = parseProductDetails(fieldsOf(1, { stockQuantity: 5 }));

test("the events of a product are stored with each change, in order, with the version they led to", async ({
  db,
  catalog: { products, productFactory, clock },
}) => {
  const product = productFactory.add(details);
  const { id } = product.snapshot;
  const added = clock.now();
  await products.create(product);
  clock.forward({ days: 1 });
  const changed = clock.now();
  await products.update(id, (stored) => {
    stored.changePrice(Money.parse("7"));
    stored.takeStock(2);
  });
  await expect(products.update(id, (stored) => stored.takeStock(9))).rejects.toThrow(NotEnoughStock);
  await products.archiveAll([id]);
  expect(await storedEvents(db.dataSource, "catalog", id)).toEqual([
    { version: 1, position: 1, type: "ProductAdded", data: {}, occurredAt: added },
    { version: 2, position: 1, type: "ProductPriceChanged", data: { price: "7.00" }, occurredAt: changed },
    { version: 2, position: 2, type: "ProductStockTaken", data: { quantity: 2 }, occurredAt: changed },
    { version: 3, position: 1, type: "ProductArchived", data: {}, occurredAt: changed },
  ]);
});

test("an import writes one event for each product that it added or changed, and none for the others", async ({
  db,
  catalog: { productFiles, productFactory },
}) => {
  const first = productFactory.add(details).snapshot;
  await productFiles.importAll([first]);
  await productFiles.importAll([productFactory.add(details).snapshot]);
  await productFiles.importAll([productFactory.add(parseProductDetails(fieldsOf(1, { price: "2.00" }))).snapshot]);
  expect(await storedEvents(db.dataSource, "catalog", first.id)).toMatchObject([
    { version: 1, position: 1, type: "ProductImported", data: {} },
    { version: 2, position: 1, type: "ProductImported", data: {} },
  ]);
});
