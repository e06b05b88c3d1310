import type { TransactionOptions } from "./data-source.ts";
import {
  DatabaseError,
  DatabaseUnavailable,
  DataSourceMisuse,
  NotCommitted,
  OutcomeUnknown,
  TransactionConflict,
  WorkAborted,
} from "./errors.ts";
import type { DatabaseObserver } from "./observer.ts";
import type { PostgresSession, SessionResult } from "./postgres-session.ts";
import type { Connection, Statement } from "./statement.ts";

const transactionControl =
  /^\s*(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b/i;

/** Milliseconds until a connection whose server doesn't answer a ROLLBACK is cut. */
const rollbackPatience = 5_000;

/** A part of a transaction that can be rolled back on its own: the whole, or what came since a savepoint. */
interface Level extends Connection {
  readonly savepoint: string | undefined;
  /** Why it can't be committed any more: a work that had joined it failed. */
  failure: unknown;
}

/** What one borrower does with a session, from the moment it is lent until it goes back. */
export class UnitOfWork implements Connection {
  readonly transaction: boolean;
  readonly options: TransactionOptions;
  readonly #session: PostgresSession;
  readonly #observer: DatabaseObserver;
  readonly #levels: Level[] = [];
  readonly #pending = new Set<Promise<unknown>>();
  readonly #abort = () => this.#session.cancel();
  #begun = false;
  #over = false;
  #savepoints = 0;
  #firstFailure: DatabaseError | undefined;

  constructor(
    session: PostgresSession,
    observer: DatabaseObserver,
    { transaction, ...options }: TransactionOptions & { readonly transaction: boolean },
  ) {
    this.transaction = transaction;
    this.options = options;
    this.#session = session;
    this.#observer = observer;
    if (transaction) this.#levels.push(this.#level(undefined));
    options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  get over(): boolean {
    return this.#over;
  }

  /** Where the work's statements run now. */
  get connection(): Connection {
    return this.#levels.at(-1) ?? this;
  }

  /** The conflict that `error`, or the state the transaction is in, comes from: running the whole again may help. */
  conflictBehind(error: unknown): TransactionConflict | undefined {
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof TransactionConflict) return cause;
    }
    return this.#firstFailure instanceof TransactionConflict ? this.#firstFailure : undefined;
  }

  async execute(statement: Statement, values: readonly unknown[]): Promise<{ rows: readonly object[]; count: number }> {
    this.#refuseWhatBreaksRules(statement);
    this.#begin();
    const ended = this.#observer.statementStarted(statement.name);
    try {
      const result = await this.#track(this.#session.execute(statement, values));
      ended({ rows: result.count });
      return result;
    } catch (error) {
      const failure = this.#asAborted(error as DatabaseError);
      ended({ error: failure });
      throw failure;
    }
  }

  /** Runs `work` as a part of this transaction that commits or fails with it. */
  async join<T>(work: (transaction: Connection) => Promise<T>): Promise<T> {
    const level = this.#levels.at(-1);
    try {
      return await work(this.connection);
    } catch (error) {
      if (level !== undefined) level.failure ??= error;
      throw error;
    }
  }

  /** Runs `work` as a part of this transaction that can fail on its own. */
  async nest<T>(work: (transaction: Connection) => Promise<T>): Promise<T> {
    const level = this.#level(`s${++this.#savepoints}`);
    const failureBefore = this.#firstFailure;
    this.#begin();
    this.#levels.push(level);
    void this.#track(this.#session.control(`SAVEPOINT ${level.savepoint}`));
    try {
      const result = await work(level);
      await this.#settled();
      this.#expectInnermost(level);
      if (level.failure !== undefined) throw joinedWorkFailed(level.failure);
      await this.#track(this.#session.control(`RELEASE SAVEPOINT ${level.savepoint}`));
      return result;
    } catch (error) {
      await this.#settled();
      // Statements after it show whether this worked: they fail when it didn't.
      void this.#track(this.#session.control(`ROLLBACK TO SAVEPOINT ${level.savepoint}`));
      this.#firstFailure = failureBefore;
      throw error;
    } finally {
      this.#levels.splice(this.#levels.indexOf(level));
    }
  }

  /** Ends the work with success. @throws NotCommitted, OutcomeUnknown, WorkAborted, DatabaseError */
  async complete(): Promise<void> {
    if (!this.transaction) {
      const [failed] = (await this.#settled()).filter((outcome) => outcome.status === "rejected");
      this.#end();
      if (failed !== undefined) throw failed.reason;
      return;
    }
    if (this.options.signal?.aborted) throw new WorkAborted("The work was aborted: nothing was committed.");
    const failure = this.#levels[0]?.failure;
    if (failure !== undefined) throw joinedWorkFailed(failure);
    this.#end();
    if (!this.#begun) return;
    if (this.#session.closed) throw new DatabaseUnavailable("The connection was lost: nothing was committed.");
    const { command } = await this.#commit();
    if (command !== "COMMIT") {
      throw new NotCommitted("PostgreSQL rolled the transaction back, because a statement in it had failed.", {
        cause: this.#firstFailure,
      });
    }
  }

  /** Ends the work without success. Never throws: the error of the work is the one to report. */
  async fail(): Promise<void> {
    this.#end();
    if (this.#pending.size > 0) this.#session.cancel();
    const deadline = setTimeout(() => this.#session.destroy(), rollbackPatience);
    if (this.#begun) await this.#session.control("ROLLBACK").catch(() => this.#session.destroy());
    await this.#settled();
    clearTimeout(deadline);
  }

  async #commit(): Promise<SessionResult> {
    this.#begun = false;
    try {
      return await this.#session.control("COMMIT");
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      throw new OutcomeUnknown(
        "The connection was lost during COMMIT: the transaction may have been committed or not. Read before you repeat it.",
        { cause: error },
      );
    } finally {
      await this.#settled();
    }
  }

  /** Not awaited: BEGIN travels with what comes next, and PostgreSQL runs them in order. */
  #begin(): void {
    if (!this.transaction || this.#begun) return;
    this.#begun = true;
    void this.#track(this.#session.control(beginText(this.options)));
  }

  #end(): void {
    this.#over = true;
    this.options.signal?.removeEventListener("abort", this.#abort);
  }

  #level(savepoint: string | undefined): Level {
    const level: Level = {
      savepoint,
      failure: undefined,
      execute: (statement, values) => {
        this.#expectInnermost(level);
        return this.execute(statement, values);
      },
    };
    return level;
  }

  #expectInnermost(level: Level): void {
    if (this.#over || this.#levels.at(-1) === level) return;
    throw new DataSourceMisuse(
      "A part of a transaction with a savepoint of its own is running: await it before the transaction goes on, " +
        "and don't run two of them at once.",
    );
  }

  #refuseWhatBreaksRules({ name, text }: Statement): void {
    if (this.#over) {
      throw new DataSourceMisuse(
        `${name} came after its unit of work was over: await every statement inside withConnection or withTransaction.`,
        { statement: name },
      );
    }
    if (transactionControl.test(text)) {
      throw new DataSourceMisuse(`${name} controls a transaction by itself: use withTransaction and its options.`, {
        statement: name,
      });
    }
    if (this.options.signal?.aborted) throw new WorkAborted(`${name} was not run: the work was aborted.`);
  }

  #track<T>(running: Promise<T>): Promise<T> {
    this.#pending.add(running);
    running.then(
      () => this.#pending.delete(running),
      (error: DatabaseError) => {
        this.#pending.delete(running);
        this.#firstFailure ??= error;
      },
    );
    return running;
  }

  #settled(): Promise<PromiseSettledResult<unknown>[]> {
    return Promise.allSettled(this.#pending);
  }

  #asAborted(error: DatabaseError): DatabaseError {
    if (!this.options.signal?.aborted) return error;
    return new WorkAborted(`${error.statement ?? "A statement"} was aborted.`, {
      statement: error.statement,
      cause: error,
    });
  }
}

function joinedWorkFailed(cause: unknown): NotCommitted {
  return new NotCommitted(
    "A work that had joined the transaction failed, so the whole was rolled back. " +
      "Let its error pass, or give that work a savepoint of its own.",
    { cause },
  );
}

function beginText(options: TransactionOptions): string {
  const { isolation = "read committed", readOnly = false, statementTimeout, lockTimeout, transactionTimeout } = options;
  const limits = {
    statement_timeout: statementTimeout,
    lock_timeout: lockTimeout,
    transaction_timeout: transactionTimeout,
  };
  return [
    `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()} READ ${readOnly ? "ONLY" : "WRITE"}`,
    ...Object.entries(limits)
      .filter(([, limit]) => limit !== undefined)
      .map(([name, limit]) => `SET LOCAL ${name} = ${Math.round(Number(limit))}`),
  ].join("; ");
}
