import type pg from "pg";

export interface InvalidIndex {
  /** As SQL names it: `shop.items_name_idx`. */
  readonly name: string;
  readonly table: string;
}

/**
 * The indexes that PostgreSQL keeps up to date but doesn't use: mostly what a CREATE INDEX CONCURRENTLY left that failed.
 * Those that are being built at this moment don't count.
 */
export async function readInvalidIndexes(client: pg.Client): Promise<InvalidIndex[]> {
  const { rows } = await client.query<InvalidIndex>(
    `SELECT format('%I.%I', schema.nspname, index.relname) AS name,
       format('%I.%I', schema.nspname, indexed.relname) AS table
     FROM pg_index
     JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_class AS indexed ON indexed.oid = indrelid
     JOIN pg_namespace AS schema ON schema.oid = index.relnamespace
     WHERE NOT indisvalid AND index.relkind = 'i'
       AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS building WHERE building.index_relid = indexrelid)
     ORDER BY 1`,
  );
  return rows;
}
