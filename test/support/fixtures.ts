import type pg from "pg";
import { inject, test as base } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "./test-database.ts";

/**
 * `test` with a real database for each test that asks for one.
 *
 * - `db`: a database of its own, migrated and without rows: `{ name, url, dataSource }`
 * - `emptyDatabase`: a database of its own with nothing in it, not even a schema: `{ name, url }`
 *
 * - `admin`, `adminUrl`: a connection to the server, where databases are created and dropped
 *
 * The databases are dropped afterwards. A failed test keeps its database and prints how to look into it.
 */
export const test = base
  .extend("adminUrl", { scope: "file" }, () => inject("adminUrl"))
  .extend("admin", { scope: "file" }, async ({ adminUrl }, { onCleanup }) => {
    const admin = await connectPlainly(adminUrl, "plinth tests");
    onCleanup(() => admin.end());
    return admin;
  })
  .extend("db", async ({ admin, task }, { onCleanup }) => {
    const database = await create(admin, inject("template"));
    const dataSource = createDataSource({ url: database.url });
    onCleanup(async () => {
      await dataSource.close();
      await dropUnlessFailed(admin, database.name, task);
    });
    return { ...database, dataSource };
  })
  .extend("emptyDatabase", async ({ admin, task }, { onCleanup }) => {
    const database = await create(admin);
    onCleanup(() => dropUnlessFailed(admin, database.name, task));
    return database;
  });

async function create(admin: pg.Client, template?: string): Promise<{ name: string; url: string }> {
  const name = await createTestDatabase(admin, template);
  return { name, url: withDatabase(inject("adminUrl"), name) };
}

async function dropUnlessFailed(
  admin: pg.Client,
  name: string,
  task: { readonly name: string; readonly result?: { readonly state: string } },
): Promise<void> {
  if (task.result?.state !== "fail") return dropTestDatabase(admin, name);
  console.error(`The database of "${task.name}" is kept. Look into it: psql ${withDatabase(inject("adminUrl"), name)}`);
}
