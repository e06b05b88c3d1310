import type { DatabaseError } from "./errors.ts";

/** How one statement ended. */
export type StatementOutcome = { readonly rows: number } | { readonly error: DatabaseError };

/** Sees what the `DataSource` does: for logs, traces and metrics. Must not throw. */
export interface DatabaseObserver {
  /** Called as a statement is sent, with its name as in `identity/user.findUser`; what it returns, when it has ended. */
  statementStarted(name: string): (outcome: StatementOutcome) => void;
  /** Called before attempt number `attempt` (2 or more) of a transaction that a conflict ended. */
  transactionRetried(attempt: number, conflict: DatabaseError): void;
}
