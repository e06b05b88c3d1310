import { expect, onTestFinished } from "vitest";
import { parseProductDetails } from "#domain/catalog/product-details.ts";
import { productFilesContract } from "#test/support/catalog/contracts/product-files-contract.ts";
import { PostgresProductFiles } from "#infrastructure/catalog/postgres-product-files.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { test } from "#test/support/catalog/postgres-adapters.ts";
import { aProduct } from "#test/support/catalog/product-builder.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";

productFilesContract(test);

test("a product that is archived while its import waits is told as archived", async ({ catalog, db, admin }) => {
  const product = aProduct().withSku("P-1").build();
  await catalog.products.create(product);
  const archived = Promise.withResolvers<void>();
  const importWaits = Promise.withResolvers<void>();
  const archiving = db.dataSource.withTransaction(async () => {
    await catalog.products.archiveAll([product.snapshot.id]);
    archived.resolve();
    await importWaits.promise;
  });
  await archived.promise;
  const given = catalog.productFactory.add(parseProductDetails(fieldsOf(1))).snapshot;
  const importing = catalog.productFiles.importAll([given]);
  await eventually(async () => expect(await countBackends(admin, db.name, "wait_event_type = 'Lock'")).toBe(1));
  importWaits.resolve();
  await archiving;
  expect(await importing).toEqual(new Map([["P-1", "archived"]]));
});

test("an export waits for a slow reader longer than other transactions may stand idle", async ({
  catalog,
  db,
  admin,
}) => {
  await catalog.products.create(aProduct().withSku("P-1").build());
  const impatient = createDataSource({ url: db.url, idleInTransactionTimeout: 50 });
  onTestFinished(() => impatient.close());
  const standsIdle = "state = 'idle in transaction' AND clock_timestamp() - state_change > interval '200 ms'";
  const skus: string[] = [];
  await new PostgresProductFiles(impatient).exportAll(async (products) => {
    for await (const { sku } of products) {
      await eventually(async () => expect(await countBackends(admin, db.name, standsIdle)).toBe(1));
      skus.push(sku);
    }
  });
  expect(skus).toEqual(["P-1"]);
});
