import type { AcquireTimeout, DatabaseError, DatabaseUnavailable } from "./errors.ts";

/** How one statement ended. */
export type StatementOutcome = { readonly rows: number } | { readonly error: DatabaseError };

/**
 * How one attempt of a transaction ended: `refused` when the work resolved, but something in it had failed; `unknown`
 * when the connection was lost during COMMIT.
 */
export type TransactionOutcome = "committed" | "rolled back" | "refused" | "unknown";

/** A connection that was lent and didn't come back in time. */
export interface HeldConnection {
  /** For how many milliseconds it is lent by now. */
  readonly milliseconds: number;
  /** The name of the statement that it runs, or ran last. */
  readonly statement: string;
  /** The calls that led there, innermost first; undefined unless `traceLeases` is on. */
  readonly takenAt: readonly string[] | undefined;
}

/** Sees what a `DataSource` does: for logs, traces and metrics. Must not throw. What it leaves out costs nothing. */
export interface DatabaseObserver {
  /**
   * Called as a statement is sent, with its name as in `identity/user.findUser`, and the names and values of its
   * parameters; what it returns, when the statement has ended.
   */
  statementStarted(
    name: string,
    parameters?: readonly string[],
    values?: readonly unknown[],
  ): (outcome: StatementOutcome) => void;
  /** Called before attempt number `attempt` (2 or more) of a transaction, with the reason to run it again. */
  transactionRetried(attempt: number, reason: DatabaseError): void;
  /** Called at the end of each attempt, with the milliseconds since it had a connection. */
  transactionEnded?(outcome: TransactionOutcome, milliseconds: number): void;
  /**
   * Called where a connection was taken, with the milliseconds that it was waited for. What it returns is called once
   * when that connection is held for longer than `leakWarning`.
   */
  connectionAcquired?(waited: number): ((held: HeldConnection) => void) | undefined;
  /** Called when there was no connection to be had, with the milliseconds that it was waited for. */
  acquireFailed?(error: AcquireTimeout | DatabaseUnavailable, waited: number): void;
}

/** One observer that tells all of `observers`. */
export function combineObservers(observers: readonly DatabaseObserver[]): DatabaseObserver {
  return {
    statementStarted(name, parameters, values) {
      const ended = observers.map((observer) => observer.statementStarted(name, parameters, values));
      return (outcome) => {
        for (const tell of ended) tell(outcome);
      };
    },
    transactionRetried(attempt, reason) {
      for (const observer of observers) observer.transactionRetried(attempt, reason);
    },
    transactionEnded(outcome, milliseconds) {
      for (const observer of observers) observer.transactionEnded?.(outcome, milliseconds);
    },
    connectionAcquired(waited) {
      const warn = observers.map((observer) => observer.connectionAcquired?.(waited));
      return (held) => {
        for (const tell of warn) tell?.(held);
      };
    },
    acquireFailed(error, waited) {
      for (const observer of observers) observer.acquireFailed?.(error, waited);
    },
  };
}
