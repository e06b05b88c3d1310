import postgres from "postgres";
import { DatabaseError, DatabaseTimeout, DatabaseUnavailable, StatementFailed, TransactionConflict } from "./errors.ts";

const conflicts: Readonly<Record<string, string>> = {
  "40001": "a serialization failure",
  "40P01": "a deadlock",
};
const timeouts: Readonly<Record<string, string>> = {
  "57014": "took longer than it may: the statement timeout ended it",
  "55P03": "waited longer for a lock than it may",
  "25P03": "was in a transaction that stood idle for too long",
  "25P04": "was in a transaction that took too long",
};
/** Connection exceptions but for a violation of the protocol, too many connections, shutdown, not yet started. */
const unavailable = /^(08(?!P01)|53300|57P0)/;

/** The connection is gone, and the server has not said why. */
export class ConnectionLost extends Error {}

/**
 * What went wrong with a statement, as one of our own errors; the driver's is its `cause`.
 *
 * @param statement its name, as in `identity/user.findUser`
 */
export function toDatabaseError(error: unknown, statement: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (!(error instanceof postgres.PostgresError)) {
    return isConnectionError(error)
      ? new DatabaseUnavailable(`${statement}: the connection to PostgreSQL was lost.`, { statement, cause: error })
      : new StatementFailed(`${statement} failed: its answer can't be read, see the cause.`, {
          statement,
          cause: error,
        });
  }
  const sqlState = error.code;
  const options = { statement, sqlState, constraint: error.constraint_name, cause: error };
  // The transaction was rolled back, and the next attempt prepares the statement anew.
  const { planIsOutdated } = error as { readonly planIsOutdated?: boolean };
  const conflict = planIsOutdated === true ? "the schema has changed under a prepared statement" : conflicts[sqlState];
  if (conflict !== undefined) {
    return new TransactionConflict(`${statement} met another transaction: ${conflict} (${sqlState}).`, options);
  }
  const limit = timeouts[sqlState];
  if (limit !== undefined && (sqlState !== "57014" || !/user request/.test(error.message))) {
    return new DatabaseTimeout(`${statement} ${limit} (${sqlState}).`, options);
  }
  const reason = reasonWithoutValues(error);
  if (unavailable.test(sqlState)) {
    return new DatabaseUnavailable(`${statement}: PostgreSQL is not available: ${reason} (${sqlState}).`, options);
  }
  return new StatementFailed(`${statement} failed: ${reason} (${sqlState}).`, options);
}

/** Whether it is a `TransactionConflict` with a migration, not with another transaction. */
export function isOutdatedPlan(error: DatabaseError): boolean {
  return error instanceof TransactionConflict && conflicts[error.sqlState ?? ""] === undefined;
}

/**
 * Whether a prepared statement may have failed because a migration has replaced the type of a parameter, as an enum: it is
 * kept with the old type, and fails on its connection for ever (no such operator, or type).
 */
export function mayHaveOutlivedItsTypes({ sqlState }: DatabaseError): boolean {
  return sqlState === "42883" || sqlState === "XX000";
}

type Refusal = Pick<postgres.PostgresError, "code" | "message" | "constraint_name" | "column_name" | "where"> & {
  readonly position?: string;
};

/**
 * What PostgreSQL said where it can't have quoted a value, else what is known without. Data exceptions (22) quote it, as
 * in: invalid input syntax for type uuid: "..."; a function may with any code (RAISE), which then stands in `where`; and
 * so may what looks a name up while it runs, as in: syntax error in tsquery: "...", which has no `position` in the text.
 */
function reasonWithoutValues(error: Refusal): string {
  const { code, message, where, position } = error;
  if (code.startsWith("22")) return "PostgreSQL refused a value";
  if (code.startsWith("23")) return `it violates ${error.constraint_name ?? error.column_name ?? "a constraint"}`;
  const isAboutTheText = code.startsWith("42") && position !== undefined;
  const isAboutTheServer = /^(08|25|26|28|53|54|57)/.test(code);
  if (where === undefined && (isAboutTheText || isAboutTheServer)) return message;
  return "PostgreSQL refused it, see the cause or the server's log";
}

/**
 * The driver's own errors, and those of the operating system, have a code; those of our parsers have none, and Node's own,
 * as of text that is too long for a string, one that begins with ERR_.
 */
function isConnectionError(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return false;
  return !error.code.startsWith("ERR_");
}

/**
 * What the server said before it hung up, as that a time limit is over; undefined when it said nothing.
 *
 * @param chunk the last bytes that came; its last message is an ErrorResponse, see "Message Formats" in PostgreSQL's manual
 */
export function readLastWords(chunk: Buffer | undefined): Error | undefined {
  if (chunk === undefined) return undefined;
  for (let at = chunk.indexOf("E"); at >= 0; at = chunk.indexOf("E", at + 1)) {
    const fieldsAt = at + 5;
    if (fieldsAt > chunk.length || at + 1 + chunk.readUInt32BE(at + 1) !== chunk.length) continue;
    const fields = new Map(
      chunk
        .toString("utf8", fieldsAt)
        .split("\0")
        .map((field) => [field.charAt(0), field.slice(1)]),
    );
    const [severity, code, message] = ["V", "C", "M"].map((name) => fields.get(name));
    if (severity !== "FATAL" && severity !== "PANIC") return undefined;
    return Object.assign(new postgres.PostgresError({ message } as never), { code });
  }
  return undefined;
}
