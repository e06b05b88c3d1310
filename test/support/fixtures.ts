import { inject, type RunnerTask, type RunnerTestCase, test as base } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { DatabasePool, type Kind, type TestDatabase } from "./database-pool.ts";
import { patience } from "./patience.ts";
import { StatementLog } from "./statement-log.ts";

/**
 * `test` with a real database for each test that asks for one.
 *
 * - `db`: a database of its own, migrated and without rows: `{ name, url, dataSource, statements }`
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
  .extend("databases", { scope: "file" }, ({ adminUrl }, { onCleanup }) => {
    const pool = new DatabasePool({ adminUrl, prefix: inject("databasePrefix"), template: inject("template") });
    onCleanup(() => pool.close());
    return pool;
  })
  .extend("db", async ({ databases, task }, { onCleanup }) => {
    const database = await take(databases, "migrated", task);
    const statements = new StatementLog();
    const dataSource = createDataSource({ url: database.url, observer: statements, ...patience });
    onCleanup(async () => {
      await dataSource.close();
      await giveBack(databases, database, task);
    });
    return { ...database, dataSource, statements };
  })
  .extend("emptyDatabase", async ({ databases, task }, { onCleanup }) => {
    const database = await take(databases, "empty", task);
    onCleanup(() => giveBack(databases, database, task));
    return database;
  });

async function take(databases: DatabasePool, kind: Kind, task: RunnerTestCase): Promise<TestDatabase> {
  const database = await databases.take(kind);
  if (hasTestsToCome(task.file.tasks)) databases.prefetch(kind);
  return database;
}

async function giveBack(databases: DatabasePool, database: TestDatabase, task: RunnerTestCase): Promise<void> {
  if (task.result?.state === "fail") await databases.keep(database, task.name);
  else databases.drop(database);
}

function hasTestsToCome(tasks: readonly RunnerTask[]): boolean {
  return tasks.some((task) =>
    task.type === "suite" ? hasTestsToCome(task.tasks) : task.mode === "run" && task.result === undefined,
  );
}
