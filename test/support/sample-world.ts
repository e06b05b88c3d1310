import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { seed } from "#infrastructure/shared/database/migrations/seed.ts";
import { inject } from "vitest";
import { test as base } from "./fixtures.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "./test-database.ts";

/** `test` with the fixture `world`: one database with the sample data for all tests of a file, `{ url, dataSource }`. */
export const test = base.extend("world", { scope: "file" }, async ({ admin, adminUrl }, { onCleanup }) => {
  const name = await createTestDatabase(admin, inject("databasePrefix"), inject("template"));
  const url = withDatabase(adminUrl, name);
  await seed({ url });
  const dataSource = createDataSource({ url });
  onCleanup(async () => {
    await dataSource.close();
    await dropTestDatabase(admin, name);
  });
  return { url, dataSource };
});
