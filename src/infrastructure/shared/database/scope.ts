import { DataSourceMisuse, NotCommitted } from "./errors.ts";
import type { Connection, Statement, StatementResult, Transaction } from "./statement.ts";

/** What runs the statements of a scope. */
interface Runner {
  readonly over: boolean;
  execute<Result>(
    scope: Scope,
    statement: Statement,
    parameters: object,
    read: (answer: StatementResult) => Result,
  ): Promise<Result>;
  /** Whether it is what `execute` has returned. */
  hasSent(answer: Promise<unknown>): boolean;
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
  #joined = 0;
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

  execute<Result = StatementResult>(
    statement: Statement,
    parameters: object,
    read?: (answer: StatementResult) => Result,
  ): Promise<Result> {
    return this.#runner.execute(this, statement, parameters, read ?? (itself as (answer: StatementResult) => Result));
  }

  hasSent(answer: Promise<unknown>): boolean {
    return this.#runner.hasSent(answer);
  }

  /** Runs `work` as a part of this that commits or fails with it. */
  async join<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    this.#joined++;
    try {
      const transaction = new ScopedTransaction(this);
      const result = await work(transaction);
      await transaction.saved();
      return result;
    } catch (error) {
      // As of a promise that was rejected without a reason.
      this.failure ??= error ?? new Error("A work that had joined the transaction was rejected without an error.");
      throw error;
    } finally {
      this.#joined--;
    }
  }

  /** Runs `work` as a part of this that may fail alone; it must be over when this is. */
  async lend<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    this.#joined++;
    try {
      return await work(this);
    } finally {
      this.#joined--;
    }
  }

  /** @throws DataSourceMisuse when a work that has joined still runs: what it does next would come too late */
  expectNoneJoined(): void {
    if (this.#joined === 0) return;
    throw new DataSourceMisuse(
      "A work that had joined the transaction was still running at its end, so nothing was committed: await each call of " +
        "a repository, and each withConnection and withTransaction, inside a transaction.",
    );
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

/** A scope as one work sees it, with what the work leaves for the end. */
export class ScopedTransaction implements Transaction {
  readonly #scope: Scope;
  readonly #saves: Promise<number>[] = [];

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  execute<Result = StatementResult>(
    statement: Statement,
    parameters: object,
    read?: (answer: StatementResult) => Result,
  ): Promise<Result> {
    return this.#scope.execute(statement, parameters, read);
  }

  commitWith(saves: readonly (Promise<number> | false)[]): void {
    for (const save of saves) {
      if (save === false) continue;
      if (!this.#scope.hasSent(save)) {
        throw new DataSourceMisuse(
          "commitWith takes the promises that queries on this transaction returned, but got another: " +
            "pass them on as they are, without an async function around them, or await them before.",
        );
      }
      this.#saves.push(save);
    }
  }

  /** Waits for what was left for the end. @throws the error of the first that fails */
  async saved(): Promise<void> {
    if (this.#saves.length > 0) await Promise.all(this.#saves);
  }
}

const itself = (answer: StatementResult): StatementResult => answer;
