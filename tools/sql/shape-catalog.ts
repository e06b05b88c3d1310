import type { Sql } from "postgres";

export interface TableColumn {
  readonly table: number;
  readonly column: number;
  readonly name: string;
  readonly type: number;
}

/** What the shapes of JSON values are derived from. */
export interface ShapeCatalog {
  /** The columns of a table or view. */
  columnsOfTable(table: number): readonly TableColumn[];
  /** What a function of PostgreSQL's own makes of its arguments as json or jsonb; undefined for any other. */
  jsonFunction(oid: number): JsonFunction | undefined;
}

export type JsonFunction = "build_object" | "build_array" | "agg" | "agg_strict" | "object_agg" | "to";

const jsonFunctions: Readonly<Record<string, JsonFunction>> = {
  json_build_object: "build_object",
  jsonb_build_object: "build_object",
  json_build_array: "build_array",
  jsonb_build_array: "build_array",
  json_agg: "agg",
  jsonb_agg: "agg",
  json_agg_strict: "agg_strict",
  jsonb_agg_strict: "agg_strict",
  json_object_agg: "object_agg",
  jsonb_object_agg: "object_agg",
  to_json: "to",
  to_jsonb: "to",
  row_to_json: "to",
  array_to_json: "to",
};

/** Reads it once, after the migrations. */
export async function readShapes(sql: Sql): Promise<ShapeCatalog> {
  const columns = await sql<TableColumn[]>`
    SELECT a.attrelid::int AS table, a.attnum::int AS column, a.attname AS name, a.atttypid::int AS type
    FROM pg_attribute a
    JOIN pg_class r ON r.oid = a.attrelid
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
      AND r.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    ORDER BY a.attrelid, a.attnum`;
  const functions = await sql<{ oid: number; name: string }[]>`
    SELECT oid::int, proname AS name FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND proname LIKE ANY (ARRAY['json%', 'to_json%', '%_to_json'])`;
  const byTable = Map.groupBy(columns, ({ table }) => table);
  const byOid = new Map(functions.map(({ oid, name }) => [oid, jsonFunctions[name]]));
  return {
    columnsOfTable: (table) => byTable.get(table) ?? [],
    jsonFunction: (oid) => byOid.get(oid),
  };
}
