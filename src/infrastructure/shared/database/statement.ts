import type { StaticDecode, TSchema } from "@sinclair/typebox";
import { UnexpectedRowCount } from "./errors.ts";
import { rowsDecoder } from "./row-decoding.ts";
import type { ValueFormat } from "./types/value-format.ts";
import { valuesReader } from "./parameter-values.ts";

/** A compiled statement, as `npm run sql` embeds it in a `.sql.ts` file. */
export interface Statement {
  /** Unique in the service: `context/file.name`, for logs, traces and errors. */
  readonly name: string;
  /** The SQL with positional parameters: `$1`, `$2`, ... */
  readonly text: string;
  /**
   * The named parameters in the order of their positions, in camelCase; `items.price` is the array of the prices of
   * `items`, which is an array of objects.
   */
  readonly parameters: readonly string[];
  /** The type OID of each parameter; 0 where PostgreSQL shall infer it (types whose OID differs per database). */
  readonly parameterTypes: readonly number[];
  /** The array parameters that an unnest(...) reads side by side: of one length, or it would pad them with NULL. */
  readonly sideBySide?: readonly (readonly string[])[];
  /** By name: the parameters whose OID doesn't say how they are written. */
  readonly parameterFormats?: Readonly<Record<string, ValueFormat>>;
  /** By name: the columns whose OID doesn't say how they are read. */
  readonly columnFormats?: Readonly<Record<string, ValueFormat>>;
}

/** What a TypeBox schema makes of a column. */
export type Decoded<Schema extends TSchema> = StaticDecode<Schema>;

export interface StatementResult {
  /** Column names are in camelCase. */
  readonly rows: readonly object[];
  /** Rows returned or touched. */
  readonly count: number;
}

/** Where statements run: one connection, for as long as the `DataSource` lends it. */
export interface Connection {
  /**
   * Runs one statement.
   *
   * @param values one value per parameter, in the order of `statement.parameters`
   * @throws DatabaseError of this folder's family; the connection stays usable after a failed statement outside a transaction
   */
  execute(statement: Statement, values: readonly unknown[]): Promise<StatementResult>;
}

/** A compiled statement as its callers see it. */
export type Query<Parameters extends object, Result> = {} extends Parameters
  ? (connection: Connection, parameters?: Parameters) => Promise<Result>
  : (connection: Connection, parameters: Parameters) => Promise<Result>;

/** The row type of a `:one`, `:maybe` or `:many` query. */
// oxlint-disable-next-line typescript/no-explicit-any -- a query of any parameters
export type RowOf<Q extends (...parameters: any[]) => Promise<unknown>> =
  Awaited<ReturnType<Q>> extends readonly (infer Row)[] ? Row : NonNullable<Awaited<ReturnType<Q>>>;

/** Exactly one row. @throws UnexpectedRowCount */
export const one = <Parameters extends object, Row extends object>(statement: Statement) =>
  query<Parameters, Row>(statement, ({ rows }) => {
    if (rows.length !== 1) throw new UnexpectedRowCount(statement.name, "exactly one row", rows.length);
    return rows[0] as Row;
  });

/** One row or none. @throws UnexpectedRowCount when there are more */
export const maybe = <Parameters extends object, Row extends object>(statement: Statement) =>
  query<Parameters, Row | undefined>(statement, ({ rows }) => {
    if (rows.length > 1) throw new UnexpectedRowCount(statement.name, "at most one row", rows.length);
    return rows[0] as Row | undefined;
  });

/** Any number of rows. */
export const many = <Parameters extends object, Row extends object>(statement: Statement) =>
  query<Parameters, Row[]>(statement, ({ rows }) => rows as Row[]);

/** No rows: the number of rows touched. */
export const exec = <Parameters extends object>(statement: Statement) =>
  query<Parameters, number>(statement, ({ count }) => count);

function query<Parameters extends object, Result>(
  statement: Statement,
  read: (result: StatementResult) => Result,
): Query<Parameters, Result> {
  const valuesOf = valuesReader(statement);
  const decode = rowsDecoder(statement);
  return async (connection: Connection, parameters?: Parameters) => {
    const result = await connection.execute(statement, valuesOf(parameters));
    decode(result.rows);
    return read(result);
  };
}
