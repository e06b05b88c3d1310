import type pg from "pg";
import type { Migration } from "./migration-files.ts";

/** The schema that keeps the history of migrations, in one table per context. */
export const historySchema = "migrations";

/** The history of the database does not fit the files: most often, the database was migrated by newer code. */
export class HistoryMismatch extends Error {
  override readonly name = "HistoryMismatch";

  constructor(faults: readonly string[]) {
    super(
      `The database does not fit the migrations of this code; nothing was run:\n${faults.map((f) => `- ${f}`).join("\n")}`,
    );
  }
}

/** Reads what was applied: per context the migrations' ids, in the order of their numbers. */
export async function readHistory(client: pg.Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = '${historySchema}' ORDER BY tablename`,
  );
  const history = new Map<string, readonly string[]>();
  for (const { name } of tables) {
    const table = `${historySchema}.${client.escapeIdentifier(name)}`;
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${table}`);
    history.set(name, rows.map((row) => row.name).toSorted());
  }
  return history;
}

/**
 * Compares the history with the files.
 *
 * @returns the migrations that are still to be run, in order
 * @throws HistoryMismatch when something was applied that has no file, or a pending file comes before an applied one
 */
export function checkHistory(
  migrations: ReadonlyMap<string, readonly Migration[]>,
  history: ReadonlyMap<string, readonly string[]>,
): Migration[] {
  const faults: string[] = [];
  for (const [context, applied] of history) {
    const known = new Set(migrations.get(context)?.map(({ id }) => id));
    for (const id of applied.filter((candidate) => !known.has(candidate))) {
      faults.push(
        `${context}/${id} was applied but has no file here: the database is newer than this code, ` +
          "so start the newer one (or bring the file back)",
      );
    }
  }
  const pending = [...migrations].flatMap(([context, files]) => {
    const applied = history.get(context) ?? [];
    const last = applied.at(-1);
    const missing = files.filter(({ id }) => !applied.includes(id));
    for (const { id } of missing.filter((migration) => last !== undefined && migration.id < last)) {
      faults.push(`${context}/${id} was not applied, but the later ${last} was: give it a number after that one`);
    }
    return missing;
  });
  if (faults.length > 0) throw new HistoryMismatch(faults);
  return pending;
}
