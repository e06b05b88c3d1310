import type { DriverAnswer } from "./driver-query.ts";
import { DatabaseUnavailable } from "./errors.ts";
import type { Statement } from "./statement.ts";
import { UnitOfWork } from "./unit-of-work.ts";

/** Statements on one connection, each of which commits by itself. */
export class ConnectionWork extends UnitOfWork {
  readonly transaction = false;
  /**
   * For the failures that the work may never look at, as when it has left at the first one. Undefined as soon as those that
   * come are reported: by the end of the work, or with the work's own error.
   */
  #unseen: (() => unknown)[] | undefined = [];

  /** Waits for what still runs. Only its failure is reported: it would be nobody's. */
  complete(): Promise<void> | undefined {
    this.scope.failure = undefined;
    this.#unseen = undefined;
    if (!this.inFlight.none) return this.#completeWhenQuiet();
    this.end();
    return undefined;
  }

  protected begin(): void {
    // Nothing has to.
  }

  protected send(statement: Statement, texts: (string | null)[]): Promise<DriverAnswer> {
    return this.session.execute(statement, texts, false);
  }

  protected expectEffect(): void {
    this.session.expectReplicated();
  }

  protected mayStand(cause: unknown, mayBeSent: boolean): boolean {
    return cause instanceof DatabaseUnavailable || (mayBeSent && this.session.closed);
  }

  protected leaveUnseen(overlook: () => unknown): void {
    if (this.#unseen === undefined) overlook();
    else this.#unseen.push(overlook);
  }

  /** What was done is done. */
  protected async undo(): Promise<void> {
    for (const overlook of this.#unseen ?? []) overlook();
    this.#unseen = undefined;
  }

  async #completeWhenQuiet(): Promise<void> {
    await this.inFlight.over();
    this.end();
    if (this.scope.failure !== undefined) throw this.scope.failure as Error;
  }
}
