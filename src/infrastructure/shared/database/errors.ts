interface DatabaseErrorOptions extends ErrorOptions {
  readonly statement?: string | undefined;
  readonly sqlState?: string | undefined;
  readonly constraint?: string | undefined;
}

/**
 * Trouble with the database. Its message never quotes a value; what PostgreSQL said, which may, is in `cause`: don't log
 * that.
 */
export abstract class DatabaseError extends Error {
  /** The name of the statement, as in `identity/user.findUser`. */
  readonly statement: string | undefined;
  /** PostgreSQL's five-character code, as in `23505`. */
  readonly sqlState: string | undefined;
  readonly constraint: string | undefined;

  constructor(message: string, { statement, sqlState, constraint, ...options }: DatabaseErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.statement = statement;
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}

/** PostgreSQL refused a statement. */
export class StatementFailed extends DatabaseError {}

/** A query returned another number of rows than its `:one` or `:maybe` promises. */
export class UnexpectedRowCount extends DatabaseError {
  constructor(statement: string, expected: string, rows: number) {
    super(`${statement} must return ${expected}, but returned ${rows}.`, { statement });
  }
}

/** A column holds a value that its schema, named in the statement's header, refuses. */
export class UnexpectedValue extends DatabaseError {}

/** A time limit of the server ended a statement or the transaction. */
export class DatabaseTimeout extends DatabaseError {}

/**
 * No connection could be made, or it was lost, or its server takes no writes: nothing of the transaction was committed. In
 * `withConnection`, the statement did nothing or only read; those before it, each committed on its own, stay.
 */
export class DatabaseUnavailable extends DatabaseError {}

/** No connection of the pool became free in time. */
export class AcquireTimeout extends DatabaseUnavailable {}

/** A serialization failure, a deadlock, or a schema that changed under a prepared statement: running the whole unit of work again may succeed. */
export class TransactionConflict extends DatabaseError {}

/** The work resolved, but something in it had failed: the transaction was rolled back, nothing was committed. */
export class NotCommitted extends DatabaseError {}

/**
 * The connection was lost during COMMIT, or while a statement outside a transaction ran that may write; COMMIT stopped
 * waiting for a synchronous replica; or BEGIN failed alone: it may have been committed or not. Read before you repeat it.
 */
export class OutcomeUnknown extends DatabaseError {}

/** The idempotency key was there before: the work that it stands for was committed earlier. Nothing was changed now. */
export class AlreadyCommitted extends DatabaseError {}

/** The caller's `AbortSignal` ended the work; a transaction was rolled back. */
export class WorkAborted extends DatabaseError {}

/** The calling code broke a rule of the `DataSource`. */
export class DataSourceMisuse extends DatabaseError {}

/** The same error, with the stack of who calls this: it was made in a callback that knows nothing of its callers. */
export function withCallers(error: unknown): unknown {
  if (error instanceof DatabaseError) Error.captureStackTrace(error, withCallers);
  return error;
}
