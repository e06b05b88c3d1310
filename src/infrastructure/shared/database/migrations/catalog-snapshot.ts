import type pg from "pg";
import { queries } from "./catalog-queries.ts";
import { historySchema } from "./migration-history.ts";

/** What stands in a database, as plain data that is equal for equal databases: no OIDs, no rows, no owners. */
export type Catalog = readonly SchemaSnapshot[];

export interface SchemaSnapshot {
  readonly name: string;
  readonly comment: string | null;
  readonly grants: readonly string[];
  readonly extensions: readonly string[];
  readonly types: readonly TypeSnapshot[];
  readonly sequences: readonly SequenceSnapshot[];
  readonly functions: readonly FunctionSnapshot[];
  readonly tables: readonly TableSnapshot[];
  readonly views: readonly ViewSnapshot[];
  /** Extended statistics and rules, as PostgreSQL writes them; operators, collations and the like by name. */
  readonly others: readonly string[];
}

export interface TableSnapshot {
  readonly name: string;
  readonly comment: string | null;
  readonly unlogged: boolean;
  /** `RANGE (created_at)`: the table is partitioned. */
  readonly partitionKey: string | null;
  readonly partitionOf: { readonly parent: string; readonly bounds: string } | null;
  readonly inherits: readonly string[];
  /** Storage parameters, such as `fillfactor=70`. */
  readonly options: readonly string[];
  /** `ENABLE`, `FORCE`. */
  readonly rowSecurity: readonly string[];
  /** In the order of the table. */
  readonly columns: readonly ColumnSnapshot[];
  readonly constraints: readonly ConstraintSnapshot[];
  readonly indexes: readonly IndexSnapshot[];
  readonly triggers: readonly DefinedSnapshot[];
  readonly policies: readonly DefinedSnapshot[];
  readonly grants: readonly string[];
}

export interface ColumnSnapshot {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  /** `(expression) STORED` or `(expression) VIRTUAL`. */
  readonly generated: string | null;
  readonly identity: "ALWAYS" | "BY DEFAULT" | null;
  /** Where it isn't the type's own. */
  readonly collation: string | null;
  /** What `ALTER COLUMN … SET` has changed: `STORAGE EXTERNAL`, `STATISTICS 500`. */
  readonly settings: readonly string[];
  readonly comment: string | null;
  readonly grants: readonly string[];
}

export interface ConstraintSnapshot {
  readonly name: string;
  readonly kind: "primary key" | "unique" | "exclude" | "foreign key" | "check" | "not null";
  readonly columns: readonly string[];
  readonly definition: string;
  /** false: rows that were there before may break it. */
  readonly validated: boolean;
  /** Comes from the table that this one is a partition or child of. */
  readonly inherited: boolean;
  readonly references: ReferenceSnapshot | null;
  readonly comment: string | null;
}

export interface ReferenceSnapshot {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly onUpdate: ReferenceAction;
  readonly onDelete: ReferenceAction;
}

export type ReferenceAction = "NO ACTION" | "RESTRICT" | "CASCADE" | "SET NULL" | "SET DEFAULT";

export interface IndexSnapshot {
  readonly name: string;
  readonly definition: string;
  /** false: PostgreSQL doesn't use it; most often a CREATE INDEX CONCURRENTLY that failed. */
  readonly valid: boolean;
  readonly unique: boolean;
  readonly partial: boolean;
  /** The columns of the key; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  /** Made by a constraint of the same name. */
  readonly ofConstraint: boolean;
  readonly inherited: boolean;
  readonly comment: string | null;
}

export interface DefinedSnapshot {
  readonly name: string;
  readonly definition: string;
  readonly comment: string | null;
}

export interface ViewSnapshot extends DefinedSnapshot {
  readonly materialized: boolean;
  readonly options: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string | null }[];
  /** The tables and views that it reads, with their schemas. */
  readonly reads: readonly string[];
  readonly indexes: readonly IndexSnapshot[];
  readonly triggers: readonly DefinedSnapshot[];
  readonly grants: readonly string[];
}

export interface TypeSnapshot extends DefinedSnapshot {
  readonly kind: "enum" | "range" | "domain" | "composite";
  /** The types that it is made of, with their schemas. */
  readonly uses: readonly string[];
  readonly grants: readonly string[];
}

export interface SequenceSnapshot extends DefinedSnapshot {
  /** `schema.table.column`. */
  readonly ownedBy: string | null;
  /** Made by the identity of the column that owns it. */
  readonly ofIdentity: boolean;
  readonly grants: readonly string[];
}

export interface FunctionSnapshot extends DefinedSnapshot {
  readonly kind: "function" | "procedure" | "aggregate";
  readonly arguments: string;
  readonly grants: readonly string[];
}

/**
 * Reads what stands in a database from its catalogs, at one point in time, in an order that depends on names alone.
 * What an extension has brought along counts as the extension.
 *
 * @param client outside a transaction: it opens one of its own
 * @param schemas those to read; one that does not exist is left out. Default: all but PostgreSQL's own and the history
 *   of migrations
 */
export async function readCatalog(client: pg.Client, schemas?: readonly string[]): Promise<Catalog> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    // Then every name is written with its schema, and every constant the same way.
    await client.query(
      "SET LOCAL search_path = ''; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; " +
        "SET LOCAL IntervalStyle = 'postgres'",
    );
    const read = async <T>(query: string): Promise<readonly (T & { readonly schema: string })[]> =>
      (await client.query<T & { schema: string }>(query, [schemas ?? null, historySchema])).rows;
    const { rows: found } = await client.query<Pick<SchemaSnapshot, "name" | "comment" | "grants" | "extensions">>(
      queries.schemas,
      [schemas ?? null, historySchema],
    );
    const types = await read<TypeSnapshot>(queries.types);
    const sequences = await read<SequenceSnapshot>(queries.sequences);
    const functions = await read<FunctionSnapshot>(queries.functions);
    const tables = await read<TableSnapshot>(queries.tables);
    const views = await read<ViewSnapshot>(queries.views);
    const others = await read<{ readonly description: string }>(queries.others);
    return found.map((schema) => ({
      ...schema,
      types: of(schema.name, types),
      sequences: of(schema.name, sequences),
      functions: of(schema.name, functions),
      tables: of(schema.name, tables),
      views: of(schema.name, views),
      others: of(schema.name, others).map(({ description }) => description),
    }));
  } finally {
    await client.query("ROLLBACK");
  }
}

function of<T extends { readonly schema: string }>(name: string, parts: readonly T[]): Omit<T, "schema">[] {
  const withoutSchema = (part: T): Omit<T, "schema"> => {
    const { schema: _, ...rest } = part;
    return rest;
  };
  return parts.filter(({ schema }) => schema === name).map(withoutSchema);
}
