import type pg from "pg";
import { type Migration, nameOf } from "./migration-files.ts";

/**
 * The schema that keeps the history of migrations. In it stand node-pg-migrate's own table for each context, named after
 * the context, and three of ours, whose names no context can have: `_files`, `_dirty` and `_grants`.
 */
export const historySchema = "migrations";

/** What the database has does not allow what was asked for: most often, it was migrated by newer code. */
export class HistoryMismatch extends Error {
  override readonly name = "HistoryMismatch";

  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`Nothing was run:\n${faults.map((fault) => `- ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

export interface AppliedMigration {
  readonly context: string;
  readonly id: string;
  readonly appliedAt: Date;
  /** Undefined: it was applied before checksums were kept. */
  readonly checksum: string | undefined;
}

/** A file that is run statement by statement has begun and not come to its end. */
export interface DirtyMark {
  readonly context: string;
  readonly id: string;
  readonly direction: "up" | "down";
  /** The statement that was being run, from 1. */
  readonly statement: number;
  readonly statements: number;
  readonly sql: string;
  readonly since: Date;
}

export interface History {
  /** In the order in which they were applied. */
  readonly applied: readonly AppliedMigration[];
  readonly dirty: DirtyMark | undefined;
  /** The tables of the schema. */
  readonly tables: ReadonlySet<string>;
}

/**
 * Reads what was applied; writes nothing.
 *
 * @param order the contexts: the order of what was applied at the same moment before the order itself was kept
 * @throws HistoryMismatch when somebody else's tables stand in the schema of the history
 */
export async function readHistory(client: pg.Client, order: readonly string[] = []): Promise<History> {
  const found = await client.query<{ name: string; isHistory: boolean }>(
    `SELECT relname AS name, relname ^@ '_' OR (
       SELECT count(*) FROM pg_attribute WHERE attrelid = pg_class.oid AND attname IN ('name', 'run_on')) = 2 AS "isHistory"
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = '${historySchema}' AND relkind IN ('r', 'p') ORDER BY relname`,
  );
  const foreign = found.rows.filter(({ isHistory }) => !isHistory).map(({ name }) => `${historySchema}.${name}`);
  if (foreign.length > 0) {
    throw new HistoryMismatch([
      `the schema ${historySchema}, which is to keep the history, belongs to something else: ${foreign.join(", ")} ` +
        "isn't a table of the history. Use another database, or rename that schema",
    ]);
  }
  const tables = new Set(found.rows.map(({ name }) => name));
  const contexts = [...tables].filter((name) => !name.startsWith("_"));
  if (contexts.length === 0) return { applied: [], dirty: undefined, tables };

  const rows = contexts.map(
    (context) =>
      `SELECT ${client.escapeLiteral(context)} AS context, name AS id, run_on AT TIME ZONE 'UTC' AS applied_at
       FROM ${historySchema}.${client.escapeIdentifier(context)}`,
  );
  const files = tables.has("_files")
    ? `${historySchema}._files`
    : "(SELECT NULL::text, NULL::text, NULL::text, NULL::bigint WHERE false) AS _files (context, id, checksum, position)";
  const applied = await client.query<AppliedMigration>(
    `SELECT context, id, applied_at AS "appliedAt", checksum
     FROM (${rows.join(" UNION ALL ")}) AS applied LEFT JOIN ${files} USING (context, id)
     ORDER BY position NULLS LAST, applied_at, array_position($1, context), id`,
    [order],
  );
  return { applied: applied.rows, dirty: await readDirtyMark(client, tables), tables };
}

async function readDirtyMark(client: pg.Client, tables: ReadonlySet<string>): Promise<DirtyMark | undefined> {
  if (!tables.has("_dirty")) return undefined;
  const { rows } = await client.query<DirtyMark>(
    `SELECT context, id, direction, statement, statements, sql, since FROM ${historySchema}._dirty`,
  );
  return rows[0];
}

/** Applied, but the file is another one now. What was applied before checksums were kept counts as unchanged. */
export function isEdited(migration: Migration, { checksum }: Pick<AppliedMigration, "checksum">): boolean {
  return Boolean(checksum) && checksum !== migration.checksum;
}

/** The applied migrations whose up file is no longer what was run. */
export function editedOf(migrations: ReadonlyMap<string, readonly Migration[]>, { applied }: History): Migration[] {
  const files = new Map([...migrations.values()].flat().map((migration) => [nameOf(migration), migration]));
  return applied.flatMap((done) => {
    const migration = files.get(nameOf(done));
    return migration && isEdited(migration, done) ? [migration] : [];
  });
}
