import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { DirtyDatabase } from "#infrastructure/shared/database/migrations/dirty-database.ts";
import { force } from "#infrastructure/shared/database/migrations/force.ts";
import { type MigrateOptions, migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Starter } from "./starters.ts";

const work = "SELECT pg_sleep(0.04);";
const header = "-- migrate: no-transaction\n";
const log = (entry: string) => `INSERT INTO shop.log VALUES ('${entry}');`;

/** Each file writes into `shop.log` when it begins and when it ends, and takes its time in between. */
export const slowFiles: Readonly<Record<string, string>> = {
  "shop/0001_log.up.sql": `CREATE SCHEMA shop; CREATE TABLE shop.log (entry text); ${log("1 begin")} ${work} ${log("1 end")}`,
  "shop/0001_log.down.sql": "DROP SCHEMA shop CASCADE;",
  "shop/0002_items.up.sql": `${log("2 begin")} CREATE TABLE shop.items AS SELECT generate_series(1, 20000) AS id; ${work} ${log("2 end")}`,
  "shop/0002_items.down.sql": "DROP TABLE shop.items;",
  "shop/0003_index.up.sql": `${header}${log("3 begin")}\n${work}\nCREATE INDEX CONCURRENTLY items_idx ON shop.items (id);\n${work}\n${log("3 end")}`,
  "shop/0003_index.down.sql": `${header}DROP INDEX CONCURRENTLY shop.items_idx;`,
  "shop/0004_more.up.sql": `${log("4 begin")} CREATE TABLE shop.more (); ${work} ${log("4 end")}`,
  "shop/0004_more.down.sql": "DROP TABLE shop.more;",
};

const names = ["0001_log", "0002_items", "0003_index", "0004_more"];
const complete = [1, 2, 3, 4].flatMap((file) => [`${file} begin`, `${file} end`]);

/**
 * Kills an instance that migrates `slowFiles`, and then does what a person would do: `up`, and where that says that
 * something is dirty, what it says. Throws when the database lies at any point.
 *
 * @param moment so many milliseconds after it has begun with that file, from 1; or, for 0, after it was told to migrate
 * @returns how many files were recorded when the process was gone, and whether one was dirty
 */
export async function killAndRecover(
  starter: Starter,
  options: MigrateOptions,
  moment: { readonly file: number; readonly milliseconds: number },
): Promise<{ readonly recorded: number; readonly wasDirty: boolean }> {
  await new Promise<void>((resolve) => {
    if (moment.file === 0) resolve();
    void starter.migrate(options, (line) => {
      if (line === `Migrating shop/${names[moment.file - 1]}.`) resolve();
    });
  });
  await pause(moment.milliseconds);
  await starter.kill();
  const client = await connectPlainly(options.url, "looking on");
  try {
    const recorded = await checkRecorded(client);
    const wasDirty = await recover(client, options);
    assert.deepEqual(await rows(client, "SELECT name FROM migrations.shop ORDER BY id"), names);
    assert.deepEqual(await rows(client, "SELECT id FROM migrations._files ORDER BY position"), names);
    assert.deepEqual(await rows(client, "SELECT entry FROM shop.log ORDER BY 1"), complete);
    assert.deepEqual(
      await rows(client, "SELECT indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid AND relname = 'items_idx'"),
      [true],
    );
    assert.deepEqual(await migrate(options), []);
    return { recorded, wasDirty };
  } finally {
    await client.end();
  }
}

/** What is recorded is complete, and of what is not recorded only the file without a transaction may have begun. */
async function checkRecorded(client: pg.Client): Promise<number> {
  // One statement sees one state, while the server may still be at the last statement of the process that was killed.
  const exists = await rows(
    client,
    "SELECT to_regclass('migrations.shop') IS NOT NULL AND to_regclass('shop.log') IS NOT NULL",
  );
  if (exists[0] !== true) return 0;
  const { rows: found } = await client.query<{ files: string[]; entries: string[] }>(
    `SELECT ARRAY(SELECT name::text FROM migrations.shop ORDER BY id) AS files,
       ARRAY(SELECT entry FROM shop.log ORDER BY entry) AS entries`,
  );
  const { files = [], entries = [] } = found[0] ?? {};
  const done = complete.slice(0, files.length * 2);
  const begun = files.length === 2 ? entries.filter((entry) => entry.startsWith("3")) : [];
  assert.deepEqual(files, names.slice(0, files.length));
  assert.deepEqual(entries, [...done, ...begun]);
  return files.length;
}

/** @returns whether something was dirty */
async function recover(client: pg.Client, options: MigrateOptions): Promise<boolean> {
  const failure = await migrate(options).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof DirtyDatabase) return error;
      throw error;
    },
  );
  if (failure === undefined) return false;
  assert.match(failure.message, /shop\/0003_index \(up, begun .*\) stopped at statement [1-5] of 5/);
  assert.match(failure.message, /npm run db -- force shop\/0002 +\(it counts as not applied/);
  await client.query("DROP INDEX CONCURRENTLY IF EXISTS shop.items_idx");
  await client.query("DELETE FROM shop.log WHERE entry LIKE '3%'");
  await force({ ...options, version: "shop/0002" });
  await migrate(options);
  return true;
}

async function rows(client: pg.Client, sql: string): Promise<unknown[]> {
  const answer = await client.query<[unknown]>({ text: sql, rowMode: "array" });
  return answer.rows.map((row) => row[0]);
}
