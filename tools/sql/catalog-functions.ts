import type { Sql } from "postgres";

/** A function, as far as nullability goes. */
export interface CatalogFunction {
  /** As in `lower` and `lower(text)`, blanks of type names as underscores; undefined unless it is PostgreSQL's own. */
  readonly builtIn: { readonly name: string; readonly signature: string } | undefined;
  /** NULL for a NULL argument. */
  readonly strict: boolean;
  readonly volatile: boolean;
  /** A cast of PostgreSQL's own that returns NULL only for NULL. */
  readonly totalCast: boolean;
}

export interface FunctionCatalog {
  function(oid: number): CatalogFunction | undefined;
  /** The function behind an operator. */
  operator(oid: number): CatalogOperator | undefined;
}

export interface CatalogOperator {
  /** Undefined unless it is PostgreSQL's own, over types that aren't geometric. */
  readonly name: string | undefined;
  readonly function: number;
}

interface FunctionRow {
  readonly oid: number;
  readonly name: string;
  readonly arguments: string;
  readonly own: boolean;
  readonly strict: boolean;
  readonly volatile: boolean;
  readonly cast: boolean;
}

interface OperatorRow {
  readonly oid: number;
  readonly name: string;
  readonly function: number;
  readonly known: boolean;
}

/** Reads functions and operators; what has an OID from 16384 on isn't PostgreSQL's own. */
export async function readFunctionCatalog(sql: Sql): Promise<FunctionCatalog> {
  // NULL without a NULL: a cast of jsonb's null, and of an infinite timestamp to time.
  const [functions, operators] = await Promise.all([
    sql<FunctionRow[]>`
      SELECT p.oid::int, proname AS name, oidvectortypes(proargtypes) AS arguments,
        p.oid < 16384 AND pronamespace = 'pg_catalog'::regnamespace AS own,
        proisstrict AS strict, provolatile = 'v' AS volatile,
        EXISTS (
          SELECT FROM pg_cast c
          WHERE c.castfunc = p.oid AND c.oid < 16384 AND castsource <> 'jsonb'::regtype AND NOT (
            castsource IN ('timestamp'::regtype, 'timestamptz'::regtype) AND casttarget IN ('time'::regtype, 'timetz'::regtype)
          )
        ) AS cast
      FROM pg_proc p
      WHERE prokind IN ('f', 'a', 'w')`,
    sql<OperatorRow[]>`
      SELECT o.oid::int, oprname AS name, oprcode::oid::int AS function,
        o.oid < 16384 AND oprnamespace = 'pg_catalog'::regnamespace AND NOT EXISTS (
          SELECT FROM pg_type t WHERE t.oid IN (oprleft, oprright) AND typcategory = 'G'
        ) AND NOT (oprname = '@@' AND oprleft = 'jsonb'::regtype) AS known
      FROM pg_operator o`,
  ]);
  const functionsByOid = new Map(functions.map((row) => [row.oid, toFunction(row)]));
  const operatorsByOid = new Map(
    operators.map(({ oid, name, known, function: code }) => [oid, { name: known ? name : undefined, function: code }]),
  );
  return { function: (oid) => functionsByOid.get(oid), operator: (oid) => operatorsByOid.get(oid) };
}

function toFunction({ name, arguments: types, own, strict, volatile, cast }: FunctionRow): CatalogFunction {
  const signature = `${name}(${types.replaceAll(", ", ",").replaceAll(" ", "_")})`;
  return { builtIn: own ? { name, signature } : undefined, strict, volatile, totalCast: own && strict && cast };
}
