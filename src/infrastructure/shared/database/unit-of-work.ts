import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import type { TransactionOptions } from "./data-source.ts";
import { DatabaseError, DatabaseUnavailable, DataSourceMisuse, type OutcomeUnknown, WorkAborted } from "./errors.ts";
import type { DatabaseObserver } from "./observer.ts";
import { toResult } from "./driver-query.ts";
import { InFlight } from "./in-flight.ts";
import { encodeParameters } from "./parameter-values.ts";
import { refuseToChangeSession } from "./pooled-session.ts";
import { mayHaveOutlivedItsTypes, toDatabaseError } from "./postgres-errors.ts";
import type { PostgresSession } from "./postgres-session.ts";
import { Scope, type ScopedTransaction } from "./scope.ts";
import { markSent, wasSentBy } from "./sent-answers.ts";
import { effectsOf } from "./statement-effects.ts";
import type { Statement, StatementResult } from "./statement.ts";
import { beginText } from "./transaction-options.ts";
import { UnseenFailures } from "./unseen-failures.ts";
import { cameTooLate, failedBegin, failureOf, lostCommit, notInnermost } from "./work-errors.ts";

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
  /** Of its own statements. */
  readonly failures: DatabaseError[] = [];
  /** BEGIN was refused, so that nobody knows what the statements behind it have done. */
  beginFailure: OutcomeUnknown | undefined;
  readonly #session: PostgresSession;
  readonly #observer: DatabaseObserver;
  readonly #scopes: Scope[];
  readonly #abort: (() => void) | undefined;
  readonly #inFlight = new InFlight();
  readonly #unseen: UnseenFailures;
  #begin: Promise<void> | undefined;
  #commitSent = false;
  /** PostgreSQL has refused a statement, so it can only roll back. */
  #refused = false;
  #over = false;
  #savepoints = 0;

  constructor(
    session: PostgresSession,
    observer: DatabaseObserver,
    options: TransactionOptions,
    { transaction }: { readonly transaction: boolean },
  ) {
    this.transaction = transaction;
    this.options = options;
    this.scope = new Scope(this);
    this.#scopes = [this.scope];
    this.#session = session;
    this.#observer = observer;
    this.#unseen = new UnseenFailures({ reported: transaction });
    if (options.signal === undefined) return;
    this.#abort = () => void this.#cancel();
    options.signal.addEventListener("abort", this.#abort, { once: true });
  }

  get over(): boolean {
    return this.#over;
  }

  /** In a transaction the failure of a statement is that of its `scope`, awaited or not. */
  execute<Result>(
    scope: Scope,
    statement: Statement,
    parameters: object,
    read: (answer: StatementResult) => Result,
  ): Promise<Result> {
    let texts: (string | null)[];
    try {
      this.#refuseWhatBreaksRules(scope, statement);
      texts = encodeParameters(statement, parameters);
    } catch (refusal) {
      if (!(refusal instanceof DatabaseError)) throw refusal;
      // Before a COMMIT could follow.
      this.#failed(scope, refusal);
      const refused: Promise<Result> = markSent(Promise.reject(refusal), this);
      if (this.transaction && !this.#over) refused.catch(ignore);
      return refused;
    }
    // Whoever doesn't await it learns of a failure from the commit. Not before it fails: a second listener would hide
    // the callers from the error's stack.
    const answer: Promise<Result> = this.#execute(scope, statement, texts, read, () => answer.catch(ignore));
    return markSent(answer, this);
  }

  hasSent(answer: Promise<unknown>): boolean {
    return wasSentBy(answer, this);
  }

  async #execute<Result>(
    scope: Scope,
    statement: Statement,
    texts: (string | null)[],
    read: (answer: StatementResult) => Result,
    overlook: () => unknown,
  ): Promise<Result> {
    this.#ensureBegun();
    const ended = this.#observer.statementStarted(statement.name, statement.parameters, texts);
    const mayBeSent: boolean = !this.#session.closed;
    let result: StatementResult;
    this.#inFlight.begun();
    try {
      result = toResult(await this.#session.execute(statement, texts, this.transaction));
      this.#expectBegun();
      if (!this.transaction) this.#session.expectReplicated();
    } catch (cause) {
      const lost = !this.transaction && (cause instanceof DatabaseUnavailable || (mayBeSent && this.#session.closed));
      const failure = this.beginFailure ?? failureOf(statement, cause, { lost, aborted: this.options.signal?.aborted });
      this.#failed(scope, failure);
      this.failures.push(failure);
      const refused = cause instanceof postgres.PostgresError && !this.#session.closed;
      if (refused && scope === this.scope) this.#refused = true;
      if (mayHaveOutlivedItsTypes(failure)) this.#session.retire();
      ended({ error: failure });
      this.#unseen.add(overlook);
      throw failure;
    } finally {
      this.#inFlight.ended();
    }
    ended({ rows: result.count });
    try {
      return read(result);
    } catch (error) {
      this.#failed(scope, error);
      this.#unseen.add(overlook);
      throw error;
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
      await this.#inFlight.over();
      this.#expectInnermost(part);
      part.expectNoneJoined();
      part.expectNoFailure();
      await this.#control(`RELEASE SAVEPOINT ${part.savepoint}`);
      return result;
    } catch (error) {
      await this.#inFlight.over();
      // Nobody may have awaited this part: the session may be somebody else's by now.
      if (this.#scopes.includes(part)) this.#send(parent, `ROLLBACK TO SAVEPOINT ${part.savepoint}`);
      throw error;
    } finally {
      part.end();
      if (this.#scopes.includes(part)) this.#scopes.splice(this.#scopes.indexOf(part));
    }
  }

  /**
   * Ends the work with success.
   *
   * @param work what the work was given, with what it has left for the end
   * @throws NotCommitted, OutcomeUnknown, WorkAborted, DatabaseError
   */
  async complete(work: ScopedTransaction): Promise<void> {
    if (!this.transaction) return this.#completeStatements();
    if (this.options.signal?.aborted) throw new WorkAborted("The work was aborted: nothing was committed.");
    this.#expectInnermost(this.scope);
    this.scope.expectNoneJoined();
    this.#expectBegun();
    if (this.scope.failure !== undefined) await this.#throwFailure(work);
    if (this.#begin === undefined) return this.#end();
    if (this.#session.closed) throw this.#session.lostBefore("COMMIT");
    this.#over = true;
    const command = await this.#commit();
    this.#expectBegun();
    if (command === "COMMIT") return;
    this.scope.failure ??= new Error("PostgreSQL answered COMMIT with a rollback.");
    await this.#throwFailure(work);
  }

  /** Ends the work without success. Never throws: the error of the work is the one to report. */
  async fail(): Promise<void> {
    this.#end();
    this.#unseen.allReported();
    const impatience = setTimeout(() => void this.#cancel(), statementPatience);
    const deadline = setTimeout(() => this.#session.destroy(), rollbackPatience);
    if (this.#begin !== undefined && !this.#commitSent) {
      await this.#session.control("ROLLBACK").catch(() => this.#session.destroy());
    }
    await this.#inFlight.over();
    clearTimeout(impatience);
    clearTimeout(deadline);
  }

  #failed(scope: Scope, error: unknown): void {
    (scope.over ? this.scope : scope).failure ??= error;
  }

  /** The failure itself where the work has left its statement for the end: nobody else will say it. */
  async #throwFailure(work: ScopedTransaction): Promise<void> {
    await work.saved().catch((error: unknown) => {
      if (error === this.scope.failure) throw error;
    });
    this.scope.expectNoFailure();
  }

  async #completeStatements(): Promise<void> {
    // Only what still runs now: its failure would be nobody's.
    this.scope.failure = undefined;
    this.#unseen.reportedFromNow();
    await this.#inFlight.over();
    this.#end();
    if (this.scope.failure !== undefined) throw this.scope.failure as Error;
  }

  async #commit(): Promise<string> {
    this.#commitSent = true;
    try {
      const { command } = await this.#session.control("COMMIT");
      this.#session.expectReplicated();
      return command;
    } catch (error) {
      if (!this.#session.closed && !(error instanceof DatabaseUnavailable)) throw error;
      if (this.#refused) return "ROLLBACK";
      throw lostCommit(error);
    } finally {
      await this.#inFlight.over();
      this.#end();
    }
  }

  /** Not awaited: BEGIN travels with what comes next, and PostgreSQL runs them in order. */
  #ensureBegun(): void {
    if (!this.transaction || this.#begin !== undefined) return;
    this.#session.allowStatements(this.options.statementTimeout);
    // Before the statements behind it are answered: nothing of them may pass for done.
    const failed = (error: Error) => {
      if (this.#session.closed || toDatabaseError(error, "BEGIN") instanceof DatabaseUnavailable) return;
      this.beginFailure = failedBegin(error);
      queueMicrotask(() => this.#session.destroy());
    };
    this.#begin = this.#control(beginText(this.options), failed).catch(() => undefined);
  }

  #expectBegun(): void {
    if (this.beginFailure !== undefined) throw this.beginFailure;
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
    if (this.#abort !== undefined) this.options.signal?.removeEventListener("abort", this.#abort);
    this.#session.allowStatements(undefined);
  }

  /** Sends a statement of ours without waiting for its answer; its failure is that of `scope`. */
  #send(scope: Scope, text: string): void {
    this.#control(text).catch((error: unknown) => (scope.failure ??= error));
  }

  #expectInnermost(scope: Scope): void {
    if (this.#scopes.at(-1) !== scope) throw notInnermost(scope);
  }

  #refuseWhatBreaksRules(scope: Scope, statement: Statement): void {
    const { name } = statement;
    if (this.#over) throw cameTooLate(statement);
    this.#expectInnermost(scope);
    const { refusal } = effectsOf(statement);
    if (refusal !== undefined) throw new DataSourceMisuse(`${name} ${refusal}`, { statement: name });
    if (this.#session.pooled) refuseToChangeSession(statement);
    if (this.options.signal?.aborted) {
      throw new WorkAborted(`${name} was not run: the work was aborted.`, { statement: name });
    }
  }

  async #control(text: string, failedAtOnce?: (error: Error) => void): Promise<void> {
    this.#inFlight.begun();
    await this.#session.control(text, failedAtOnce).finally(() => this.#inFlight.ended());
  }
}

const ignore = (): void => undefined;
