import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { type MigrateOptions, withDefaults } from "./migration-options.ts";

type SeedOptions = Pick<MigrateOptions, "url" | "directory" | "order">;

/**
 * Runs the `seed.sql` of each context of the order that has one, each in a transaction of its own.
 *
 * @returns the contexts that were seeded
 * @throws Error naming the file and the line that failed, when nothing of that file is kept; Error when the database
 *   can't be reached
 */
export async function seed(options: SeedOptions): Promise<string[]> {
  const { url, directory, order } = withDefaults(options);
  const seeds = order
    .map((context) => ({ context, file: join(directory, context, "seed.sql") }))
    .filter(({ file }) => existsSync(file));
  const client = await connectPlainly(url, "plinth seed");
  try {
    await client.query("SET TimeZone = 'UTC'");
    for (const { file } of seeds) await runSeed(client, file);
    return seeds.map(({ context }) => context);
  } finally {
    await client.end();
  }
}

async function runSeed(client: pg.Client, file: string): Promise<void> {
  const sql = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    const { message, position } = cause as pg.DatabaseError;
    const line = position === undefined ? "" : `:${[...sql].slice(0, Number(position)).join("").split("\n").length}`;
    throw new Error(
      `${relative(process.cwd(), file)}${line}: ${message}. Nothing of this file was kept. ` +
        "Is the database migrated (npm run db -- up)?",
      { cause },
    );
  }
}
