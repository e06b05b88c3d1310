import type { Sql } from "postgres";
import { findType } from "#infrastructure/shared/database/types/types.ts";

/** How a PostgreSQL type appears in generated code. */
export interface CompiledType {
  readonly typescript: string;
  /** The OID to send a parameter with; 0 lets PostgreSQL infer it, for types whose OID differs per database. */
  readonly parameterType: number;
}

/** What the compiler has to know about the migrated database. */
export interface Catalog {
  /** PostgreSQL's major version. */
  readonly major: number;
  /** The TypeScript side of a type, or undefined where there is none yet. */
  typeOf(oid: number): CompiledType | undefined;
  typeName(oid: number): string;
  /** Whether every stored row has a value in this column of a table. */
  columnIsNeverNull(table: number, column: number): boolean;
  /** Whether a new row may have NULL in this column; false where that isn't known. */
  columnAcceptsNull(table: number, column: number): boolean;
  /** Whether a function is a built-in cast that returns NULL only for NULL. */
  isStrictCast(functionOid: number): boolean;
}

interface TypeRow {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly category: string;
  readonly base: number;
}

interface ColumnRow {
  readonly table: number;
  readonly column: number;
  readonly enforced: boolean;
  readonly proven: boolean;
}

/** Reads the catalog once, after the migrations. */
export async function readCatalog(sql: Sql): Promise<Catalog> {
  const [version] = await sql<{ major: number }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS major`;
  const types = await sql<TypeRow[]>`
    SELECT oid::int, format_type(oid, NULL) AS name, typtype AS kind, typcategory AS category, typbasetype::int AS base
    FROM pg_type`;
  // NOT VALID: rows from before may hold NULL. NO INHERIT: rows of a child table may.
  const columns = await sql<ColumnRow[]>`
    SELECT a.attrelid::int AS table, a.attnum::int AS column,
      a.attnotnull OR t.typnotnull AS enforced,
      a.attnotnull AND NOT EXISTS (
        SELECT FROM pg_constraint c
        WHERE c.conrelid = a.attrelid AND c.contype = 'n' AND c.conkey = ARRAY[a.attnum]
          AND (NOT c.convalidated OR c.connoinherit)
      ) AS proven
    FROM pg_attribute a
    JOIN pg_class r ON r.oid = a.attrelid
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      AND r.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;
  // Between booleans, numbers, strings and dates. Not to time: an infinite timestamp becomes NULL.
  const casts = await sql<{ function: number }[]>`
    SELECT c.castfunc::int AS function
    FROM pg_cast c
    JOIN pg_proc p ON p.oid = c.castfunc
    JOIN pg_type s ON s.oid = c.castsource
    JOIN pg_type t ON t.oid = c.casttarget
    WHERE c.oid < 16384 AND p.proisstrict AND s.typcategory IN ('B', 'N', 'S', 'D')
      AND t.typcategory IN ('B', 'N', 'S', 'D') AND t.typname NOT IN ('time', 'timetz')`;

  const typesByOid = new Map(types.map((type) => [type.oid, type]));
  const columnsByKey = new Map(columns.map((column) => [`${column.table}.${column.column}`, column]));
  const strictCasts = new Set(casts.map((cast) => cast.function));

  const typeOf = (oid: number): CompiledType | undefined => {
    const builtIn = findType(oid);
    if (builtIn !== undefined) return { typescript: builtIn.typescript, parameterType: oid };
    const type = typesByOid.get(oid);
    if (type?.kind === "d") return typeOf(type.base);
    if (type?.kind === "e" || (type?.kind === "b" && type.category === "S")) {
      return { typescript: "string", parameterType: 0 };
    }
    return undefined;
  };

  return {
    major: version?.major ?? 0,
    typeOf,
    typeName: (oid) => typesByOid.get(oid)?.name ?? String(oid),
    columnIsNeverNull: (table, column) => columnsByKey.get(`${table}.${column}`)?.proven ?? false,
    columnAcceptsNull: (table, column) => columnsByKey.get(`${table}.${column}`)?.enforced === false,
    isStrictCast: (functionOid) => strictCasts.has(functionOid),
  };
}
