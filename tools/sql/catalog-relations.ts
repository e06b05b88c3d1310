import type { Sql } from "postgres";
import { nodesOfList, parseTree } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";

/** A table, view, materialized view, foreign table or sequence. */
export interface CatalogRelation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly number: number; readonly name: string; readonly type: number }[];
}

/** A column of a table, as far as nullability goes. */
export interface CatalogColumn {
  /** Every row has a value here, also in the tables that inherit from this one. */
  readonly neverNull: boolean;
  /** Every row of the table itself has one: SELECT ... FROM ONLY. */
  readonly neverNullHere: boolean;
  /** A row that is written has a value here. */
  readonly neverNullWhenWritten: boolean;
  /** A new row may have NULL here. */
  readonly acceptsNull: boolean;
  readonly generated: boolean;
  /** What a new row gets when nothing is assigned, as the text of a query tree. */
  readonly default: string | null;
}

export interface RelationCatalog {
  relation(oid: number): CatalogRelation | undefined;
  /** A column of an ordinary or partitioned table outside PostgreSQL's own schemas. */
  column(table: number, column: number): CatalogColumn | undefined;
  /** The query of a view or materialized view. */
  viewQuery(relation: number): TreeNode | undefined;
  /** Whether values of a type are checked to be non-null when they are cast to it. */
  domainIsNotNull(type: number): boolean;
  /** Whether the rows of a table are stored as a statement gives them: no trigger comes before. */
  storesWhatIsGiven(table: number): boolean;
  /** Whether the column leads an index or belongs to a foreign key: rows with one value of it are few. */
  isKey(table: number, column: number): boolean;
  /** Whether the table has an index that an expression leads, as in `lower(email)`. */
  hasExpressionKey(table: number): boolean;
}

interface ColumnRow extends CatalogColumn {
  readonly table: number;
  readonly column: number;
}

/** Reads relations, their columns and keys. */
export async function readRelationCatalog(sql: Sql): Promise<RelationCatalog> {
  const [relations, columns, views, tables, domains, keys] = await Promise.all([
    readRelations(sql),
    readColumns(sql),
    readViews(sql),
    readTriggerless(sql),
    sql<{ oid: number }[]>`SELECT oid::int FROM pg_type WHERE typtype = 'd' AND typnotnull`,
    sql<{ key: string }[]>`
      SELECT indrelid || '.' || indkey[0] AS key FROM pg_index
      UNION
      SELECT conrelid || '.' || unnest(conkey) FROM pg_constraint WHERE contype = 'f'`,
  ]);
  const relationsByOid = new Map(relations.map((row) => [row.oid, row]));
  const columnsByKey = new Map(columns.map((row) => [`${row.table}.${row.column}`, row]));
  const viewsByOid = new Map(views.map(({ relation, action }) => [relation, remember(() => firstQuery(action))]));
  const notNullDomains = new Set(domains.map(({ oid }) => oid));
  const triggerless = new Set(tables.map(({ oid }) => oid));
  const keySet = new Set(keys.map(({ key }) => key));
  return {
    relation: (oid) => relationsByOid.get(oid),
    column: (table, column) => columnsByKey.get(`${table}.${column}`),
    viewQuery: (relation) => viewsByOid.get(relation)?.(),
    domainIsNotNull: (type) => notNullDomains.has(type),
    storesWhatIsGiven: (table) => triggerless.has(table),
    isKey: (table, column) => keySet.has(`${table}.${column}`),
    hasExpressionKey: (table) => keySet.has(`${table}.0`),
  };
}

function readRelations(sql: Sql): Promise<(CatalogRelation & { readonly oid: number })[]> {
  return sql<(CatalogRelation & { readonly oid: number })[]>`
    SELECT r.oid::int, nspname AS schema, relname AS name, coalesce((
        SELECT json_agg(json_build_object('number', attnum, 'name', attname, 'type', atttypid::int) ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = r.oid AND attnum > 0 AND NOT attisdropped
      ), '[]') AS columns
    FROM pg_class r JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')`;
}

/**
 * NOT VALID: rows from before may hold NULL. NO INHERIT: rows of a child table may. A foreign table's NOT NULL is
 * nobody's promise. A domain's isn't either: a subquery without rows puts NULL into its columns.
 */
function readColumns(sql: Sql): Promise<ColumnRow[]> {
  return sql<ColumnRow[]>`
    WITH RECURSIVE descendants AS (
      SELECT oid AS ancestor, oid AS relation FROM pg_class
      WHERE relkind IN ('r', 'p') AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      UNION
      SELECT d.ancestor, i.inhrelid FROM descendants d JOIN pg_inherits i ON i.inhparent = d.relation
    ), columns AS (
      SELECT a.attrelid, a.attnum, a.attname, a.attnotnull, r.relkind IN ('r', 'p') AS own,
        EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = r.oid AND contype = 'n' AND conkey = ARRAY[a.attnum]
          AND NOT convalidated) AS unproven,
        EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = r.oid AND contype = 'n' AND conkey = ARRAY[a.attnum]
          AND connoinherit) AS alone,
        t.typnotnull, a.attgenerated <> '' AS generated, f.adbin
      FROM pg_attribute a
      JOIN pg_class r ON r.oid = a.attrelid
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN (SELECT relation FROM descendants)
    )
    SELECT c.attrelid::int AS table, c.attnum::int AS column,
      bool_and(d.attnotnull AND NOT d.unproven AND d.own) AS "neverNull",
      c.attnotnull AND NOT c.unproven AS "neverNullHere",
      bool_and(d.attnotnull AND d.own) AS "neverNullWhenWritten",
      NOT (c.attnotnull OR c.typnotnull) AS "acceptsNull",
      c.generated, c.adbin::text AS default
    FROM columns c
    JOIN descendants i ON i.ancestor = c.attrelid
    JOIN columns d ON d.attrelid = i.relation AND d.attname = c.attname
    GROUP BY c.attrelid, c.attnum, c.attnotnull, c.unproven, c.typnotnull, c.generated, c.adbin::text`;
}

function readViews(sql: Sql): Promise<{ relation: number; action: string }[]> {
  return sql<{ relation: number; action: string }[]>`
    SELECT ev_class::int AS relation, ev_action::text AS action
    FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class
    WHERE ev_type = '1' AND relkind IN ('v', 'm')
      AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;
}

/** Tables that have no BEFORE or INSTEAD OF trigger for each row, nor has one that inherits from them. */
function readTriggerless(sql: Sql): Promise<{ oid: number }[]> {
  return sql<{ oid: number }[]>`
    WITH RECURSIVE changed AS (
      SELECT tgrelid AS oid FROM pg_trigger WHERE tgtype & 1 = 1 AND tgtype & 66 <> 0
      UNION
      SELECT inhparent FROM pg_inherits JOIN changed ON inhrelid = changed.oid
    )
    SELECT c.oid::int FROM pg_class c
    WHERE relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM changed WHERE changed.oid = c.oid)`;
}

function firstQuery(action: string): TreeNode | undefined {
  return nodesOfList(parseTree(action))[0];
}

function remember<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
