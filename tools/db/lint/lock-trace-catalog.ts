import type pg from "pg";
import { lockModeOf } from "./lock-modes.ts";
import type { LockMode } from "./lock-modes.ts";

/** A table, an index or the like that was there before the migration. */
export interface Relation {
  readonly oid: number;
  /** `schema.name` */
  readonly name: string;
  readonly kind: "table" | "index" | "other";
  /** Changes with each rewrite. */
  readonly fileNode: number | null;
  /** The table of an index. */
  readonly tableOid: number | null;
  /** A table or materialized view without a row. */
  readonly isEmpty: boolean;
}

/** The relations of the database by oid, without PostgreSQL's own. */
export async function readRelations(client: pg.Client): Promise<ReadonlyMap<number, Relation>> {
  const { rows } = await client.query<{
    oid: number;
    name: string;
    quoted: string;
    relkind: string;
    node: number | null;
    tableOid: number | null;
  }>(
    `SELECT pg_class.oid, format('%s.%s', nspname, relname) AS name, format('%I.%I', nspname, relname) AS quoted,
       relkind, pg_relation_filenode(pg_class.oid) AS node, indrelid AS "tableOid"
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
       LEFT JOIN pg_index ON indexrelid = pg_class.oid
     WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND NOT starts_with(nspname, 'pg_temp')
     ORDER BY name`,
  );
  const relations = new Map<number, Relation>();
  for (const { oid, name, quoted, relkind, node, tableOid } of rows) {
    const kind = ["r", "p", "m"].includes(relkind) ? "table" : ["i", "I"].includes(relkind) ? "index" : "other";
    const isEmpty = kind === "table" && (await isWithoutRows(client, quoted));
    relations.set(oid, { oid, name, kind, fileNode: node, tableOid, isEmpty });
  }
  return relations;
}

async function isWithoutRows(client: pg.Client, quotedName: string): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(`SELECT NOT EXISTS (SELECT FROM ${quotedName}) AS empty`);
  return rows[0]?.empty ?? true;
}

/** The locks on relations that a session holds or waits for. */
export async function readLocks(
  client: pg.Client,
  processId: number,
): Promise<readonly { readonly oid: number; readonly mode: LockMode }[]> {
  const { rows } = await client.query<{ relation: number; mode: string }>(
    `SELECT relation, mode FROM pg_locks
     WHERE pid = $1 AND locktype = 'relation'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [processId],
  );
  return rows.map(({ relation, mode }) => ({ oid: relation, mode: lockModeOf(mode) }));
}

/** The file of each relation, by oid. */
export async function readFileNodes(client: pg.Client): Promise<ReadonlyMap<number, number | null>> {
  const { rows } = await client.query<{ oid: number; node: number | null; tableOid: number | null }>(
    "SELECT oid, pg_relation_filenode(oid) AS node FROM pg_class",
  );
  return new Map(rows.map(({ oid, node }) => [oid, node]));
}

/**
 * How often each table was read as a whole, by oid.
 *
 * @param view `xact`: in the transaction of this session; `all`: by everybody, as far as they have reported it
 */
export async function readScans(client: pg.Client, view: "xact" | "all"): Promise<ReadonlyMap<number, number>> {
  const name = view === "xact" ? "pg_stat_xact_user_tables" : "pg_stat_user_tables";
  const { rows } = await client.query<{ relid: number; scans: number }>(
    `SELECT relid, coalesce(seq_scan, 0)::int AS scans FROM ${name}`,
  );
  return new Map(rows.map(({ relid, scans }) => [relid, scans]));
}

export async function processIdOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ id: number }>("SELECT pg_backend_pid() AS id");
  return rows[0]?.id ?? 0;
}
