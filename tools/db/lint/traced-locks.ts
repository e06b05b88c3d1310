import type { LockMode } from "./lock-modes.ts";

/** What a migration did to the relations that existed before it. */
export interface LockTrace {
  /** `context/NNNN_name` */
  readonly migration: string;
  readonly statements: readonly TracedStatement[];
  /** The strongest lock on each table and index that existed before. */
  readonly locks: readonly TracedLock[];
  readonly rewritten: readonly Touch[];
  /** Tables of which a statement that isn't a query read all rows, to check or to index them. */
  readonly scanned: readonly Touch[];
  /** Locked tables without rows: on them a rewrite or a scan takes no time. */
  readonly empty: readonly string[];
}

export interface TracedStatement {
  readonly line: number;
  readonly milliseconds: number;
}

/** What one statement, counted from 1, did to a relation. */
export interface Touch {
  readonly relation: string;
  readonly statement: number;
}

export interface TracedLock extends Touch {
  readonly kind: "table" | "index" | "other";
  readonly mode: LockMode;
  /** From the beginning of the statement to the end of its transaction; on this machine, with these rows. */
  readonly milliseconds: number;
}
