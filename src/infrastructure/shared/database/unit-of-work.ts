import postgres from "postgres";
import type { TransactionOptions } from "./data-source.ts";
import { type DriverAnswer, toResult } from "./driver-query.ts";
import { DatabaseError, DataSourceMisuse, type OutcomeUnknown, WorkAborted } from "./errors.ts";
import { InFlight } from "./in-flight.ts";
import type { DatabaseObserver } from "./observer.ts";
import { encodeParameters } from "./parameter-values.ts";
import { refuseToChangeSession } from "./pooled-session.ts";
import { mayHaveOutlivedItsTypes } from "./postgres-errors.ts";
import type { PostgresSession } from "./postgres-session.ts";
import { Scope, type ScopedTransaction } from "./scope.ts";
import { markSent, wasSentBy } from "./sent-answers.ts";
import { effectsOf } from "./statement-effects.ts";
import type { Statement, StatementResult } from "./statement.ts";
import { cameTooLate, failureOf } from "./work-errors.ts";

/** Milliseconds that statements in flight may take to end by themselves when the work has failed. */
const statementPatience = 100;
/** Milliseconds until a connection is cut whose server doesn't answer, be it a ROLLBACK or a cancel. */
const endPatience = 5_000;

/** What one borrower does with a session, from the moment it is lent until it goes back. */
export abstract class UnitOfWork {
  /** Whether its statements commit together. */
  abstract readonly transaction: boolean;
  readonly options: TransactionOptions;
  /** The whole of it. */
  readonly scope: Scope = new Scope(this);
  /** Of its own statements. */
  readonly failures: DatabaseError[] = [];
  /** BEGIN was refused, so that nobody knows what the statements behind it have done. */
  beginFailure: OutcomeUnknown | undefined;
  protected readonly session: PostgresSession;
  protected readonly inFlight = new InFlight();
  /** PostgreSQL has refused a statement of the whole, so that a transaction can only roll back. */
  protected refusedByServer = false;
  readonly #observer: DatabaseObserver;
  readonly #abort: (() => void) | undefined;
  #over = false;

  constructor(session: PostgresSession, observer: DatabaseObserver, options: TransactionOptions) {
    this.options = options;
    this.session = session;
    this.#observer = observer;
    if (options.signal === undefined) return;
    this.#abort = () => void this.cancel();
    options.signal.addEventListener("abort", this.#abort, { once: true });
  }

  get over(): boolean {
    return this.#over;
  }

  /**
   * Ends the work with success.
   *
   * @param work what the work was given, with what it has left for the end
   * @throws NotCommitted, OutcomeUnknown, WorkAborted, DatabaseError
   */
  abstract complete(work: ScopedTransaction): Promise<void> | undefined;

  /** Sends what has to go before the first statement. */
  protected abstract begin(): void;

  protected abstract send(statement: Statement, texts: (string | null)[]): Promise<DriverAnswer>;

  /** @throws DatabaseError when a statement has done nothing that counts, in spite of its answer */
  protected abstract expectEffect(): void;

  /** Whether the effect of a statement may stand though its answer is lost. @param mayBeSent the server may have got it */
  protected abstract mayStand(cause: unknown, mayBeSent: boolean): boolean;

  /** Takes note of a failure that its work may never look at. @param overlook keeps it from ending the process */
  protected abstract leaveUnseen(overlook: () => unknown): void;

  /** Undoes what can be undone, and sees to the failures that nobody has looked at. */
  protected abstract undo(): Promise<void>;

  /** In a transaction the failure of a statement is that of its `scope`, awaited or not. */
  execute<Result>(
    scope: Scope,
    statement: Statement,
    parameters: object,
    read: (answer: StatementResult) => Result,
  ): Promise<Result> {
    let texts: (string | null)[];
    try {
      this.refuseWhatBreaksRules(scope, statement);
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

  /** Ends the work without success. Never throws: the error of the work is the one to report. */
  async fail(): Promise<void> {
    this.end();
    const impatience = setTimeout(() => void this.cancel(), statementPatience);
    const deadline = setTimeout(() => this.session.destroy(), endPatience);
    await this.undo();
    await this.inFlight.over();
    clearTimeout(impatience);
    clearTimeout(deadline);
  }

  protected cancel(): void | Promise<void> {
    this.session.cancel();
  }

  /** From now on no statement is accepted. */
  protected refuseMore(): void {
    this.#over = true;
  }

  protected end(): void {
    this.refuseMore();
    if (this.#abort !== undefined) this.options.signal?.removeEventListener("abort", this.#abort);
  }

  protected refuseWhatBreaksRules(_scope: Scope, statement: Statement): void {
    const { name } = statement;
    if (this.#over) throw cameTooLate(statement);
    const { refusal } = effectsOf(statement);
    if (refusal !== undefined) throw new DataSourceMisuse(`${name} ${refusal}`, { statement: name });
    if (this.session.pooled) refuseToChangeSession(statement);
    if (this.options.signal?.aborted) {
      throw new WorkAborted(`${name} was not run: the work was aborted.`, { statement: name });
    }
  }

  async #execute<Result>(
    scope: Scope,
    statement: Statement,
    texts: (string | null)[],
    read: (answer: StatementResult) => Result,
    overlook: () => unknown,
  ): Promise<Result> {
    this.begin();
    const ended = this.#observer.statementStarted(statement.name, statement.parameters, texts);
    const mayBeSent: boolean = !this.session.closed;
    let result: StatementResult;
    this.inFlight.begun();
    try {
      result = toResult(await this.send(statement, texts));
      this.expectEffect();
    } catch (cause) {
      const lost = this.mayStand(cause, mayBeSent);
      const failure = this.beginFailure ?? failureOf(statement, cause, { lost, aborted: this.options.signal?.aborted });
      this.#failed(scope, failure);
      this.failures.push(failure);
      const answered = cause instanceof postgres.PostgresError && !this.session.closed;
      if (answered && scope === this.scope) this.refusedByServer = true;
      if (mayHaveOutlivedItsTypes(failure)) this.session.retire();
      ended({ error: failure });
      this.leaveUnseen(overlook);
      throw failure;
    } finally {
      this.inFlight.ended();
    }
    ended({ rows: result.count });
    try {
      return read(result);
    } catch (error) {
      this.#failed(scope, error);
      this.leaveUnseen(overlook);
      throw error;
    }
  }

  #failed(scope: Scope, error: unknown): void {
    (scope.over ? this.scope : scope).failure ??= error;
  }
}

const ignore = (): void => undefined;
