import type { Sql } from "postgres";

export interface CatalogFunction {
  readonly schema: string;
  readonly name: string;
  /** As in `lower` and `lower(text)`, blanks of type names as underscores; undefined unless it is PostgreSQL's own. */
  readonly builtIn: { readonly name: string; readonly signature: string } | undefined;
  /** NULL for a NULL argument. */
  readonly strict: boolean;
  readonly volatile: boolean;
  /** A cast of PostgreSQL's own that returns NULL only for NULL. */
  readonly totalCast: boolean;
}

export interface CatalogOperator {
  /** As in `=`, `||` or `~~`. */
  readonly name: string;
  /** It is PostgreSQL's own and no exception to what others of its name do: over geometric types, a JSON path. */
  readonly regular: boolean;
  /** The function behind it. */
  readonly function: number;
}

export interface FunctionCatalog {
  /** A function, aggregate or window function. */
  function(oid: number): CatalogFunction | undefined;
  operator(oid: number): CatalogOperator | undefined;
}

interface FunctionRow extends Omit<CatalogFunction, "builtIn"> {
  readonly oid: number;
  readonly arguments: string;
  readonly own: boolean;
}

/** Reads functions and operators; what has an OID from 16384 on isn't PostgreSQL's own. */
export async function readFunctionCatalog(sql: Sql): Promise<FunctionCatalog> {
  // NULL without a NULL: a cast of jsonb's null, and of an infinite timestamp to time.
  const [functions, operators] = await Promise.all([
    sql<FunctionRow[]>`
      SELECT p.oid::int, nspname AS schema, proname AS name, oidvectortypes(proargtypes) AS arguments,
        p.oid < 16384 AND nspname = 'pg_catalog' AS own, proisstrict AS strict, provolatile = 'v' AS volatile,
        p.oid < 16384 AND nspname = 'pg_catalog' AND proisstrict AND EXISTS (
          SELECT FROM pg_cast c
          WHERE c.castfunc = p.oid AND c.oid < 16384 AND castsource <> 'jsonb'::regtype AND NOT (
            castsource IN ('timestamp'::regtype, 'timestamptz'::regtype) AND casttarget IN ('time'::regtype, 'timetz'::regtype)
          )
        ) AS "totalCast"
      FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
      WHERE prokind IN ('f', 'a', 'w')`,
    sql<(CatalogOperator & { readonly oid: number })[]>`
      SELECT o.oid::int, oprname AS name, oprcode::oid::int AS function,
        o.oid < 16384 AND oprnamespace = 'pg_catalog'::regnamespace AND NOT EXISTS (
          SELECT FROM pg_type t WHERE t.oid IN (oprleft, oprright) AND typcategory = 'G'
        ) AND NOT (oprname = '@@' AND oprleft = 'jsonb'::regtype) AS regular
      FROM pg_operator o`,
  ]);
  const functionsByOid = new Map(functions.map((row) => [row.oid, { ...row, builtIn: builtInName(row) }]));
  const operatorsByOid = new Map(operators.map((row) => [row.oid, row]));
  return { function: (oid) => functionsByOid.get(oid), operator: (oid) => operatorsByOid.get(oid) };
}

function builtInName({ name, arguments: types, own }: FunctionRow): CatalogFunction["builtIn"] {
  return own ? { name, signature: `${name}(${types.replaceAll(", ", ",").replaceAll(" ", "_")})` } : undefined;
}
