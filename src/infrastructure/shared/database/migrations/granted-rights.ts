import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type pg from "pg";
import { type Migration, nameOf } from "./migration-files.ts";
import { type History, historySchema } from "./migration-history.ts";
import type { MigrationSettings } from "./migration-options.ts";

/** What `grants.sql` of a context says, and how the rights in the database stand to it. */
export interface ContextGrants {
  readonly context: string;
  /** For messages. */
  readonly path: string;
  readonly sql: string;
  readonly checksum: string;
  /** `changed`: was never applied. `older`: was applied once, and another one after it. */
  readonly state: "granted" | "changed" | "older";
}

/** The `grants.sql` of each context that has one and no pending migration. Writes nothing. */
export async function readGrants(
  client: pg.Client,
  { directory, order }: Pick<MigrationSettings, "directory" | "order">,
  migrations: ReadonlyMap<string, readonly Migration[]>,
  { applied, tables }: History,
): Promise<ContextGrants[]> {
  const done = new Set(applied.map(nameOf));
  const migrated = order.filter((context) => {
    const files = migrations.get(context) ?? [];
    return files.length > 0 && files.every((migration) => done.has(nameOf(migration)));
  });
  const records = tables.has("_grants") ? await readRecords(client) : [];
  const found: ContextGrants[] = [];
  for (const context of migrated) {
    const file = join(directory, context, "grants.sql");
    const sql = await readFile(file, "utf8").catch(ignoreMissing);
    if (sql === undefined) continue;
    const checksum = createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
    const record = records.find((each) => each.context === context && each.checksum === checksum);
    const state = record === undefined ? "changed" : record.isLast ? "granted" : "older";
    found.push({ context, path: relative(process.cwd(), file), sql, checksum, state });
  }
  return found;
}

/** Remembers that this `grants.sql` was applied, after all others of its context. */
export async function recordGrants(client: pg.Client, { context, checksum }: ContextGrants): Promise<void> {
  await client.query(
    `INSERT INTO ${historySchema}._grants (context, checksum) VALUES ($1, $2)
     ON CONFLICT (context, checksum) DO UPDATE SET position = DEFAULT`,
    [context, checksum],
  );
}

/** Those that were applied before stay, so that an instance of an older version doesn't take its own for new. */
export const grantsTable = `
  CREATE TABLE IF NOT EXISTS ${historySchema}._grants (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    context text NOT NULL,
    checksum text NOT NULL,
    UNIQUE (context, checksum)
  );
  COMMENT ON TABLE ${historySchema}._grants IS 'Each grants.sql that was applied, by its checksum; the last one holds.'`;

async function readRecords(client: pg.Client) {
  const { rows } = await client.query<{ context: string; checksum: string; isLast: boolean }>(
    `SELECT context, checksum, position = max(position) OVER (PARTITION BY context) AS "isLast"
     FROM ${historySchema}._grants`,
  );
  return rows;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
