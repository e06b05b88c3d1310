import type pg from "pg";
import { type Migration, nameOf } from "./migration-files.ts";
import { type History, historySchema } from "./migration-history.ts";

/** Whether every applied migration that has a file has its checksum. */
export function hasChecksums(history: History, migrations: ReadonlyMap<string, readonly Migration[]>): boolean {
  return withoutChecksum(history, migrations).length === 0;
}

/**
 * Makes the tables of the history where they are missing, and takes over what was applied without them: an unknown
 * checksum becomes that of the file as it is now.
 */
export async function keepHistory(
  client: pg.Client,
  history: History,
  migrations: ReadonlyMap<string, readonly Migration[]>,
): Promise<void> {
  // IF NOT EXISTS would still ask for the right to create schemas.
  if (history.tables.size === 0) await client.query(`CREATE SCHEMA IF NOT EXISTS ${historySchema}`);
  if (!history.tables.has("_files") || !history.tables.has("_dirty")) await client.query(tables);
  const adopted = withoutChecksum(history, migrations);
  if (adopted.length === 0) return;
  await client.query(
    `INSERT INTO ${historySchema}._files (context, id, checksum)
     SELECT context, id, checksum FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
       AS adopted (context, id, checksum, position) ORDER BY position`,
    [adopted.map(({ context }) => context), adopted.map(({ id }) => id), adopted.map(({ checksum }) => checksum)],
  );
}

function withoutChecksum(history: History, migrations: ReadonlyMap<string, readonly Migration[]>): Migration[] {
  const files = new Map([...migrations.values()].flat().map((migration) => [nameOf(migration), migration]));
  return history.applied.filter(({ checksum }) => !checksum).flatMap((applied) => files.get(nameOf(applied)) ?? []);
}

const tables = `
  CREATE TABLE IF NOT EXISTS ${historySchema}._files (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    context text NOT NULL,
    id text NOT NULL,
    checksum text NOT NULL,
    UNIQUE (context, id)
  );
  COMMENT ON TABLE ${historySchema}._files IS
    'Checksum and order of application of what the tables of the contexts say was applied.';
  CREATE TABLE IF NOT EXISTS ${historySchema}._dirty (
    context text NOT NULL,
    id text NOT NULL,
    direction text NOT NULL,
    statement integer NOT NULL,
    statements integer NOT NULL,
    sql text NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE ${historySchema}._dirty IS
    'The migration without a transaction that is being run, or was left half-done. At most one row.';`;
