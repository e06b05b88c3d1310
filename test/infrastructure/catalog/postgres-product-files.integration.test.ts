import { expect } from "vitest";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import { productFilesContract } from "#test/support/catalog/contracts/product-files-contract.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";
import { aProduct } from "#test/support/catalog/product-builder.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";

productFilesContract(test);

test("a product that is archived while its import waits is told as archived", async ({ catalog, db, admin }) => {
  const product = aProduct().withSku("P-1").build();
  await catalog.products.create(product);
  const { promise: importWaits, resolve: importIsWaiting } = Promise.withResolvers<void>();
  const archiving = db.dataSource.withTransaction(async () => {
    await catalog.products.archiveAll([product.snapshot.id]);
    await importWaits;
  });
  await eventually(async () => expect(await countBackends(admin, db.name, "state = 'idle in transaction'")).toBe(1));
  const given = catalog.productFactory.add(parseProductDetails(fieldsOf(1))).snapshot;
  const importing = catalog.productFiles.importAll([given]);
  await eventually(async () => expect(await countBackends(admin, db.name, "wait_event_type = 'Lock'")).toBe(1));
  importIsWaiting();
  await archiving;
  expect(await importing).toEqual(new Map([["P-1", "archived"]]));
});
