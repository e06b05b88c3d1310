import { setTimeout as pause } from "node:timers/promises";
import type { TransactionOptions } from "./data-source.ts";
import {
  type DatabaseError,
  DatabaseUnavailable,
  DataSourceMisuse,
  OutcomeUnknown,
  TransactionConflict,
  WorkAborted,
} from "./errors.ts";
import type { DatabaseObserver } from "./observer.ts";
import type { PostgresSession, SessionResult } from "./postgres-session.ts";
import { Scope } from "./scope.ts";
import { effectsOf } from "./statement-effects.ts";
import type { Statement, StatementResult } from "./statement.ts";
import { beginText } from "./transaction-options.ts";

/** Milliseconds that statements in flight may take to end by themselves when the work has failed. */
const statementPatience = 100;
/** Milliseconds that BEGIN may take to be answered before its statements can be cancelled. */
const beginPatience = 1_000;
/** Milliseconds until a connection whose server doesn't answer a ROLLBACK is cut. */
const rollbackPatience = 5_000;

/** What one borrower does with a session, from the moment it is lent until it goes back. */
export class UnitOfWork {
  readonly transaction: boolean;
  readonly options: TransactionOptions;
  /** The whole of it. */
  readonly scope: Scope;
  readonly #session: PostgresSession;
  readonly #observer: DatabaseObserver;
  readonly #scopes: Scope[];
  readonly #pending = new Set<Promise<unknown>>();
  readonly #abort = () => void this.#cancel();
  #begin: Promise<void> | undefined;
  #beginFailure: OutcomeUnknown | undefined;
  #commitSent = false;
  #over = false;
  #savepoints = 0;

  constructor(
    session: PostgresSession,
    observer: DatabaseObserver,
    { transaction, ...options }: TransactionOptions & { readonly transaction: boolean },
  ) {
    this.transaction = transaction;
    this.options = options;
    this.scope = new Scope(this);
    this.#scopes = [this.scope];
    this.#session = session;
    this.#observer = observer;
    options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  get over(): boolean {
    return this.#over;
  }

  /** The conflict that `error`, or the state the transaction is in, comes from: running the whole again may help. */
  conflictBehind(error: unknown): TransactionConflict | undefined {
    for (const start of [error, this.scope.failure]) {
      for (let cause = start; cause instanceof Error; cause = cause.cause) {
        if (cause instanceof TransactionConflict) return cause;
      }
    }
    return undefined;
  }

  /** Runs a statement that belongs to `scope`. In a transaction its failure is the scope's, awaited or not. */
  execute(scope: Scope, statement: Statement, values: readonly unknown[]): Promise<StatementResult> {
    const answer = this.#execute(scope, statement, values);
    // Whoever doesn't await it learns of a failure from the commit.
    if (this.transaction && !this.#over) answer.catch(() => undefined);
    return answer;
  }

  async #execute(scope: Scope, statement: Statement, values: readonly unknown[]): Promise<StatementResult> {
    try {
      this.#refuseWhatBreaksRules(scope, statement);
    } catch (refusal) {
      this.#failed(scope, refusal);
      throw refusal;
    }
    this.#ensureBegun();
    const ended = this.#observer.statementStarted(statement.name);
    const mayBeSent: boolean = !this.#session.closed;
    try {
      const result = await this.#track(this.#session.execute(statement, values, { once: this.transaction }));
      if (this.#beginFailure !== undefined) throw this.#beginFailure;
      ended({ rows: result.count });
      return result;
    } catch (error) {
      const lost = mayBeSent && this.#session.closed ? this.#lost(statement, error as DatabaseError) : undefined;
      const failure = this.#beginFailure ?? lost ?? this.#asAborted(error as DatabaseError);
      this.#failed(scope, failure);
      ended({ error: failure });
      throw failure;
    }
  }

  /** Runs `work` as a part of `parent` that can fail on its own. */
  async nest<T>(parent: Scope, work: (part: Scope) => Promise<T>): Promise<T> {
    this.#expectInnermost(parent);
    const part = new Scope(this, `s${++this.#savepoints}`);
    this.#ensureBegun();
    this.#scopes.push(part);
    this.#send(part, `SAVEPOINT ${part.savepoint}`);
    try {
      const result = await work(part);
      await this.#settled();
      this.#expectInnermost(part);
      part.expectNoFailure();
      await this.#track(this.#session.control(`RELEASE SAVEPOINT ${part.savepoint}`));
      return result;
    } catch (error) {
      await this.#settled();
      // Nobody may have awaited this part: the session may be somebody else's by now.
      if (this.#scopes.includes(part)) this.#send(parent, `ROLLBACK TO SAVEPOINT ${part.savepoint}`);
      throw error;
    } finally {
      part.end();
      if (this.#scopes.includes(part)) this.#scopes.splice(this.#scopes.indexOf(part));
    }
  }

  /** Ends the work with success. @throws NotCommitted, OutcomeUnknown, WorkAborted, DatabaseError */
  async complete(): Promise<void> {
    if (!this.transaction) return this.#completeStatements();
    if (this.options.signal?.aborted) throw new WorkAborted("The work was aborted: nothing was committed.");
    this.#expectInnermost(this.scope);
    this.scope.expectNoFailure();
    this.#end();
    if (this.#begin === undefined) return;
    if (this.#session.closed) throw this.#session.lostBefore("COMMIT");
    const { command } = await this.#commit();
    if (this.#beginFailure !== undefined) throw this.#beginFailure;
    if (command === "COMMIT") return;
    this.scope.failure ??= new Error("PostgreSQL answered COMMIT with a rollback.");
    this.scope.expectNoFailure();
  }

  /** Ends the work without success. Never throws: the error of the work is the one to report. */
  async fail(): Promise<void> {
    this.#end();
    const impatience = setTimeout(() => void this.#cancel(), statementPatience);
    const deadline = setTimeout(() => this.#session.destroy(), rollbackPatience);
    if (this.#begin !== undefined && !this.#commitSent) {
      await this.#session.control("ROLLBACK").catch(() => this.#session.destroy());
    }
    await this.#settled();
    clearTimeout(impatience);
    clearTimeout(deadline);
  }

  #failed(scope: Scope, error: unknown): void {
    (scope.over ? this.scope : scope).failure ??= error;
  }

  async #completeStatements(): Promise<void> {
    const failed = (await this.#settled()).find((outcome) => outcome.status === "rejected");
    this.#end();
    if (failed !== undefined) throw failed.reason;
  }

  async #commit(): Promise<SessionResult> {
    this.#commitSent = true;
    try {
      return await this.#session.control("COMMIT");
    } catch (error) {
      if (!this.#session.closed && !(error instanceof DatabaseUnavailable)) throw error;
      throw new OutcomeUnknown(
        "The connection was lost during COMMIT: the transaction may have been committed or not. Read before you repeat it.",
        { cause: error },
      );
    } finally {
      await this.#settled();
    }
  }

  /** Not awaited: BEGIN travels with what comes next, and PostgreSQL runs them in order. */
  #ensureBegun(): void {
    if (!this.transaction || this.#begin !== undefined) return;
    this.#begin = this.#track(this.#session.control(beginText(this.options))).then(
      () => undefined,
      (error: unknown) => {
        if (this.#session.closed || error instanceof DatabaseUnavailable) return;
        this.#beginFailure = new OutcomeUnknown(
          "BEGIN failed, but the statements that were sent with it may have run, each on its own. Read before you repeat it.",
          { cause: error },
        );
        this.#session.destroy();
      },
    );
  }

  async #cancel(): Promise<void> {
    this.#session.retire();
    // A cancel that hit BEGIN would let the statements behind it run alone.
    const begun = await Promise.race([this.#begin, pause(beginPatience, "no answer", { ref: false })]);
    if (begun === "no answer") this.#session.destroy();
    else this.#session.cancel();
  }

  #end(): void {
    this.#over = true;
    this.#scopes.length = 0;
    this.options.signal?.removeEventListener("abort", this.#abort);
  }

  /** Sends a statement of ours without waiting for its answer; its failure is that of `scope`. */
  #send(scope: Scope, text: string): void {
    this.#track(this.#session.control(text)).catch((error: unknown) => (scope.failure ??= error));
  }

  #expectInnermost(scope: Scope): void {
    if (this.#scopes.at(-1) === scope) return;
    throw new DataSourceMisuse(
      scope.over
        ? "This part of the transaction, with a savepoint of its own, is over: await every statement inside it."
        : "A part of the transaction with a savepoint of its own is running: await it before the transaction goes on, " +
            "and don't run anything beside it.",
    );
  }

  #refuseWhatBreaksRules(scope: Scope, statement: Statement): void {
    const { name } = statement;
    const refuse = (why: string) => new DataSourceMisuse(`${name} ${why}`, { statement: name });
    if (this.#over) {
      throw refuse(
        "came after its unit of work was over: await every statement inside withConnection or withTransaction.",
      );
    }
    this.#expectInnermost(scope);
    const { controlsTransaction, copies } = effectsOf(statement);
    if (controlsTransaction) throw refuse("controls a transaction by itself: use withTransaction and its options.");
    if (copies) throw refuse("is a COPY, which a Connection can't run: insert with unnest, or read with a cursor.");
    if (this.options.signal?.aborted) {
      throw new WorkAborted(`${name} was not run: the work was aborted.`, { statement: name });
    }
  }

  #track<T>(running: Promise<T>): Promise<T> {
    const settled = () => void this.#pending.delete(running);
    this.#pending.add(running);
    running.then(settled, settled);
    return running;
  }

  #settled(): Promise<PromiseSettledResult<unknown>[]> {
    return Promise.allSettled(this.#pending);
  }

  /** Outside a transaction each statement commits by itself: when its answer is lost, nobody knows. */
  #lost(statement: Statement, cause: DatabaseError): OutcomeUnknown | undefined {
    if (this.transaction || cause instanceof DataSourceMisuse || effectsOf(statement).onlyReads) return undefined;
    return new OutcomeUnknown(
      `${statement.name}: the connection was lost before the answer came: it may have been done or not. ` +
        "Read before you repeat it.",
      { statement: statement.name, cause },
    );
  }

  #asAborted(error: DatabaseError): DatabaseError {
    if (!this.options.signal?.aborted || error instanceof WorkAborted) return error;
    return new WorkAborted(`${error.statement ?? "A statement"} was aborted.`, {
      statement: error.statement,
      cause: error,
    });
  }
}
