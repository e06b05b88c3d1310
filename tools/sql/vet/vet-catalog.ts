import type { Sql } from "postgres";

/** What vet has to know about the migrated database beside the compiler's own catalog. */
export interface VetCatalog {
  /** As in `=`, `||` or `~~`. */
  operatorName(oid: number): string;
  functionOf(oid: number): NamedObject | undefined;
  relationOf(oid: number): NamedObject | undefined;
  /** Whether the column leads an index or belongs to a foreign key: rows with one value of it are few. */
  isKey(relation: number, column: number): boolean;
  /** Whether the relation has an index that an expression leads, as in `lower(email)`. */
  hasExpressionKey(relation: number): boolean;
}

export interface NamedObject {
  readonly schema: string;
  readonly name: string;
}

interface NamedRow extends NamedObject {
  readonly oid: number;
}

/** Reads the catalog once, after the migrations. */
export async function readVetCatalog(sql: Sql): Promise<VetCatalog> {
  const operators = await sql<NamedRow[]>`SELECT oid::int, '' AS schema, oprname AS name FROM pg_operator`;
  const functions = await sql<NamedRow[]>`
    SELECT p.oid::int, n.nspname AS schema, p.proname AS name
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace`;
  const relations = await sql<NamedRow[]>`
    SELECT r.oid::int, n.nspname AS schema, r.relname AS name
    FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE r.relkind NOT IN ('i', 'I', 't')`;
  const keys = await sql<{ relation: number; column: number }[]>`
    SELECT indrelid::int AS relation, indkey[0]::int AS column FROM pg_index
    UNION
    SELECT conrelid::int, unnest(conkey)::int FROM pg_constraint WHERE contype = 'f'`;

  const nameOf = new Map(operators.map(({ oid, name }) => [oid, name]));
  const functionsByOid = new Map(functions.map((row) => [row.oid, row]));
  const relationsByOid = new Map(relations.map((row) => [row.oid, row]));
  const keySet = new Set(keys.map(({ relation, column }) => `${relation}.${column}`));
  return {
    operatorName: (oid) => nameOf.get(oid) ?? "",
    functionOf: (oid) => functionsByOid.get(oid),
    relationOf: (oid) => relationsByOid.get(oid),
    isKey: (relation, column) => keySet.has(`${relation}.${column}`),
    hasExpressionKey: (relation) => keySet.has(`${relation}.0`),
  };
}
