import type { StaticDecode, TSchema } from "@sinclair/typebox";
import { UnexpectedRowCount } from "./errors.ts";
import { rowsDecoder } from "./row-decoding.ts";
import type { ValueFormat } from "./types/value-format.ts";

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
   * Runs one statement. It is sent at once, and answered in the order in which statements were sent.
   *
   * @param parameters the values by the names of the statement's parameters
   * @throws DatabaseError of this folder's family; the connection stays usable after a failed statement outside a transaction
   */
  execute(statement: Statement, parameters: object): Promise<StatementResult>;
  /** The same, with what `read` makes of the answer. */
  execute<Result>(statement: Statement, parameters: object, read: (answer: StatementResult) => Result): Promise<Result>;
}

/** A connection in a transaction. */
export interface Transaction extends Connection {
  /**
   * Lets COMMIT travel right behind these statements, without waiting for their answers: one round trip for all. Should one
   * fail, nothing is committed and `withTransaction` rejects with its error. In a joined transaction, or one with a savepoint
   * of its own, they are awaited when the work is over.
   *
   * It must be certain that they do what they should, as after SELECT ... FOR UPDATE: the commit has left before the number
   * of rows that they touched is known.
   *
   * @param saves what `:exec` queries on this transaction returned, `false` for one that isn't needed
   * @throws DataSourceMisuse for any other promise: it may send a statement when the transaction is over
   */
  commitWith(saves: readonly (Promise<number> | false)[]): void;
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
  resultOf: (answer: StatementResult) => Result,
): Query<Parameters, Result> {
  const decode = rowsDecoder(statement);
  const read = (answer: StatementResult): Result => {
    decode(answer.rows);
    return resultOf(answer);
  };
  return (connection: Connection, parameters: Parameters = {} as Parameters) =>
    connection.execute(statement, parameters, read);
}
