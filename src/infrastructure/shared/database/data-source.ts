import type { Connection, Transaction } from "./statement.ts";

export type IsolationLevel = "read committed" | "repeatable read" | "serializable";

export interface ConnectionOptions {
  /** How long to wait for a free connection, in milliseconds. Default: the pool's. */
  readonly acquireTimeout?: number;
  /**
   * Cancels the running statement on the server and rejects the work with `WorkAborted`. Default: that of the HTTP
   * request at hand, which is aborted when its client hangs up. Work that must outlive it needs a signal of its own.
   */
  readonly signal?: AbortSignal;
}

export interface TransactionOptions extends ConnectionOptions {
  /** Default: read committed. Joining a running transaction of a weaker level is refused. */
  readonly isolation?: IsolationLevel;
  /** Default: false. Joining a read-only transaction without asking for read-only is refused. */
  readonly readOnly?: boolean;
  /** How often the whole work runs at most when PostgreSQL reports a conflict (`TransactionConflict`). Default: 3. */
  readonly attempts?: number;
  /**
   * Names what the work does, for ever and for all instances: 1 to 200 characters. It is written down in the same
   * transaction, so that after a connection lost during COMMIT the work can be tried again by itself: it is committed
   * once, and its result is returned. Only where the outermost transaction begins.
   */
  readonly idempotencyKey?: string;
  /** Inside a transaction: roll back to here, not the whole, when the work fails. Default: false, join it. */
  readonly savepoint?: boolean;
  /** Limit of one statement, in milliseconds. Default: the pool's. */
  readonly statementTimeout?: number;
  /** Limit of one wait for a lock, in milliseconds. Default: the pool's. */
  readonly lockTimeout?: number;
  /** Limit of a time without a statement, in milliseconds, as of a slow reader of a stream. Default: the pool's. */
  readonly idleInTransactionTimeout?: number;
  /** Limit of the whole transaction, in milliseconds. Default: the pool's. */
  readonly transactionTimeout?: number;
}

/**
 * The one way to the database. The connection at hand travels with the asynchronous call, so that what a repository does
 * inside `withTransaction` is part of it. `withTransaction` inside `withConnection` begins on a connection of its own:
 * other statements of that connection must not land in it.
 */
export interface DataSource {
  /**
   * Lends a connection to `work` and takes it back, whatever happens. Statements are committed one by one, except
   * inside a transaction, which is joined. Inside another `withConnection` or a transaction `work` gets the connection
   * that is there, and `options` count for nothing: only the `signal` of the outermost cancels.
   *
   * @throws AcquireTimeout, DatabaseUnavailable, WorkAborted; OutcomeUnknown when the connection was lost while a
   *   statement ran that may write; what `work` throws
   */
  withConnection<T>(work: (connection: Connection) => Promise<T>, options?: ConnectionOptions): Promise<T>;

  /**
   * Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. A serialization failure
   * or deadlock runs the whole work again, so it must do nothing that can't be done twice. Inside a transaction it
   * joins: there is one commit, at the end of the outermost, and none at all when a joined work has failed or still runs.
   *
   * @throws OutcomeUnknown when the connection was lost during COMMIT, and as that class says; TransactionConflict when every attempt failed;
   *   NotCommitted when a failed statement or joined work was swallowed; AlreadyCommitted when the idempotency key was
   *   there before; DataSourceMisuse for impossible options; those of `withConnection`; what `work` throws
   */
  withTransaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
}
