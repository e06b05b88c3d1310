import { NotCommitted } from "./errors.ts";
import type { Connection, Statement, StatementResult } from "./statement.ts";

/** What runs the statements of a scope. */
interface Runner {
  readonly over: boolean;
  execute(scope: Scope, statement: Statement, values: readonly unknown[]): Promise<StatementResult>;
}

/**
 * What the statements of a work belong to: a unit of work as a whole, or the part of a transaction since a savepoint.
 * It travels with the asynchronous call, so that work beside a part never lands inside it.
 */
export class Scope implements Connection {
  readonly savepoint: string | undefined;
  /** Why it can't be committed any more: the first failure of a statement, or of a work that had joined. */
  failure: unknown;
  readonly #runner: Runner;
  #over = false;

  constructor(runner: Runner, savepoint?: string) {
    this.#runner = runner;
    this.savepoint = savepoint;
  }

  get over(): boolean {
    return this.#over || this.#runner.over;
  }

  end(): void {
    this.#over = true;
  }

  execute(statement: Statement, values: readonly unknown[]): Promise<StatementResult> {
    return this.#runner.execute(this, statement, values);
  }

  /** Runs `work` as a part of this that commits or fails with it. */
  async join<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await work(this);
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }

  /** @throws NotCommitted when something in it has failed */
  expectNoFailure(): void {
    if (this.failure === undefined) return;
    throw new NotCommitted(
      "Nothing was committed, because a statement or a work that had joined the transaction failed (see the cause). " +
        "Let its error pass, or give that work a savepoint of its own.",
      { cause: this.failure },
    );
  }
}
