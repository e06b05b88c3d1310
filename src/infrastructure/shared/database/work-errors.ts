import { type DatabaseError, DataSourceMisuse, OutcomeUnknown, TransactionConflict, WorkAborted } from "./errors.ts";
import { toDatabaseError } from "./postgres-errors.ts";
import type { Scope } from "./scope.ts";
import { effectsOf } from "./statement-effects.ts";
import type { Statement } from "./statement.ts";

interface Circumstances {
  /** Whether the connection was lost before the answer, outside a transaction: such a statement commits by itself. */
  readonly lost: boolean;
  /** Whether the caller's signal had aborted the work. */
  readonly aborted: boolean | undefined;
}

/** The error of a statement, from what the driver says of it. */
export function failureOf(statement: Statement, cause: unknown, { lost, aborted }: Circumstances): DatabaseError {
  const { name } = statement;
  const error = toDatabaseError(cause, name);
  if (lost && !effectsOf(statement).onlyReads) {
    return new OutcomeUnknown(
      `${name}: the connection was lost before the answer came: it may have been done or not. Read before you repeat it.`,
      { statement: name, cause: error },
    );
  }
  return aborted === true ? new WorkAborted(`${name} was aborted.`, { statement: name, cause: error }) : error;
}

export function lostCommit(cause: unknown): OutcomeUnknown {
  return new OutcomeUnknown(
    "The connection was lost during COMMIT: the transaction may have been committed or not. Read before you repeat it.",
    { cause },
  );
}

export function failedBegin(cause: unknown): OutcomeUnknown {
  return new OutcomeUnknown(
    "BEGIN failed, but the statements that were sent with it may have run, each on its own. Read before you repeat it.",
    { cause },
  );
}

export function cameTooLate({ name }: Statement): DataSourceMisuse {
  return new DataSourceMisuse(
    `${name} came after its unit of work was over: await every statement inside withConnection or withTransaction.`,
    { statement: name },
  );
}

export function notInnermost(scope: Scope): DataSourceMisuse {
  return new DataSourceMisuse(
    scope.over
      ? "This part of the transaction, with a savepoint of its own, is over: await every statement inside it."
      : "A part of the transaction with a savepoint of its own is running: await it before the transaction goes on, " +
          "and don't run anything beside it.",
  );
}

export function outlivedTransaction(): DataSourceMisuse {
  return new DataSourceMisuse(
    "A work that had joined a transaction goes on after that is over: await each call of a repository, and each " +
      "withConnection and withTransaction, inside a transaction.",
  );
}

export function leftOverFromRollback(): DataSourceMisuse {
  return new DataSourceMisuse(
    "A work that began inside a transaction goes on after that was rolled back, and would commit by itself: await all that " +
      "a transaction starts, also when a part of it has failed (Promise.allSettled). What is meant to go on by itself must " +
      "begin outside, as with a snapshot of AsyncLocalStorage.",
  );
}

/** The conflict that an error is, or comes from. */
export function conflictAmong(error: unknown): TransactionConflict | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TransactionConflict) return cause;
  }
  return undefined;
}
