import type { DatabaseObserver } from "#infrastructure/shared/database/observer.ts";

/** Writes down which statements a `DataSource` runs, by their names, in order. BEGIN and COMMIT have none. */
export class StatementLog implements DatabaseObserver {
  readonly names: string[] = [];

  statementStarted(name: string): () => void {
    this.names.push(name);
    return () => undefined;
  }

  transactionRetried(): void {}
}
