import { expect, inject } from "vitest";
import { type Id, parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { seed } from "#infrastructure/shared/database/migrations/seed.ts";
import { run, valueOf } from "./ad-hoc-statement.ts";
import { test as base } from "./fixtures.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "./test-database.ts";

/**
 * `test` with the fixture `world`: a `DataSource` on one database for all tests of a file, with the sample data of these
 * contexts (`migrations/<context>/seed.sql`).
 */
export const withSampleData = (...contexts: readonly string[]) =>
  base.extend("world", { scope: "file" }, async ({ admin, adminUrl }, { onCleanup }) => {
    const name = await createTestDatabase(admin, inject("databasePrefix"), inject("template"));
    const url = withDatabase(adminUrl, name);
    await seed({ url, order: contexts });
    const dataSource = createDataSource({ url });
    onCleanup(async () => {
      await dataSource.close();
      await dropTestDatabase(admin, name);
    });
    return dataSource;
  });

/** Expects that the seed of a context changes nothing when it runs again, nor what `change` has made of its rows since. */
export async function expectSeededOnce(
  db: { readonly url: string; readonly dataSource: DataSource },
  context: string,
  change: string,
): Promise<void> {
  const seededAgain = async () => {
    await seed({ url: db.url, order: [context] });
    return contentsOf(db.dataSource, context);
  };
  const before = await seededAgain();
  expect(await seededAgain()).toEqual(before);
  await db.dataSource.withConnection((connection) => run(connection, change));
  const changed = await contentsOf(db.dataSource, context);
  expect(changed).not.toEqual(before);
  expect(await seededAgain()).toEqual(changed);
}

/** Each `step`-th id of a table: more than 20, so that no test looks at nothing. */
export async function idsOf<Kind extends string>(
  dataSource: DataSource,
  table: string,
  step: number,
): Promise<Id<Kind>[]> {
  const text = `SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM ${table}) AS numbered WHERE number % ${step} = 0`;
  const rows = await dataSource.withConnection((connection) => run(connection, text));
  expect(rows.length).toBeGreaterThan(20);
  return (rows as { id: string }[]).map(({ id }) => parseId(id));
}

/** A hash of the rows of each table. */
async function contentsOf(dataSource: DataSource, context: string): Promise<Readonly<Record<string, unknown>>> {
  const tables = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = '${context}'`;
  return dataSource.withConnection(async (connection) => {
    const contents: Record<string, unknown> = {};
    for (const { name } of (await run(connection, tables)) as { name: string }[]) {
      contents[name] = await valueOf(
        connection,
        `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM ${name} AS t`,
      );
    }
    return contents;
  });
}
