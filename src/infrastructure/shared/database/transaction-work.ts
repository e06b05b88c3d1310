import { setTimeout as pause } from "node:timers/promises";
import type { DriverAnswer } from "./driver-query.ts";
import { DatabaseUnavailable, WorkAborted } from "./errors.ts";
import { toDatabaseError } from "./postgres-errors.ts";
import { Scope, type ScopedTransaction } from "./scope.ts";
import type { Statement } from "./statement.ts";
import { beginText } from "./transaction-options.ts";
import { UnitOfWork } from "./unit-of-work.ts";
import { failedBegin, lostCommit, notInnermost } from "./work-errors.ts";

/** Milliseconds that BEGIN may take to be answered before its statements can be cancelled. */
const beginPatience = 1_000;

/** Statements that commit together. BEGIN travels with the first of them. */
export class TransactionWork extends UnitOfWork {
  readonly transaction = true;
  /** The whole, and in it the parts with a savepoint that are running, the innermost last. */
  readonly #scopes: Scope[] = [this.scope];
  #begin: Promise<void> | undefined;
  #commitSent = false;
  #savepoints = 0;

  /** Runs `work` as a part of `parent` that can fail on its own. */
  async nest<T>(parent: Scope, work: (part: Scope) => Promise<T>): Promise<T> {
    this.#expectInnermost(parent);
    const part = new Scope(this, `s${++this.#savepoints}`);
    this.begin();
    this.#scopes.push(part);
    this.#sendControl(part, `SAVEPOINT ${part.savepoint}`);
    try {
      const result = await work(part);
      await this.inFlight.over();
      this.#expectInnermost(part);
      part.expectNoneJoined();
      part.expectNoFailure();
      await this.#control(`RELEASE SAVEPOINT ${part.savepoint}`);
      return result;
    } catch (error) {
      await this.inFlight.over();
      // Nobody may have awaited this part: the session may be somebody else's by now.
      if (this.#scopes.includes(part)) this.#sendControl(parent, `ROLLBACK TO SAVEPOINT ${part.savepoint}`);
      throw error;
    } finally {
      part.end();
      if (this.#scopes.includes(part)) this.#scopes.splice(this.#scopes.indexOf(part));
    }
  }

  async complete(work: ScopedTransaction): Promise<void> {
    if (this.options.signal?.aborted) throw new WorkAborted("The work was aborted: nothing was committed.");
    this.#expectInnermost(this.scope);
    this.scope.expectNoneJoined();
    this.expectEffect();
    if (this.scope.failure !== undefined) await this.#throwFailure(work);
    if (this.#begin === undefined) return this.end();
    if (this.session.closed) throw this.session.lostBefore("COMMIT");
    const command = await this.#commit();
    this.expectEffect();
    if (command === "COMMIT") return;
    this.scope.failure ??= new Error("PostgreSQL answered COMMIT with a rollback.");
    await this.#throwFailure(work);
  }

  protected override refuseWhatBreaksRules(scope: Scope, statement: Statement): void {
    if (!this.over) this.#expectInnermost(scope);
    super.refuseWhatBreaksRules(scope, statement);
  }

  /** Not awaited: BEGIN travels with what comes next, and PostgreSQL runs them in order. */
  protected begin(): void {
    if (this.#begin !== undefined) return;
    this.session.allowStatements(this.options.statementTimeout);
    // Before the statements behind it are answered: nothing of them may pass for done.
    const failed = (error: Error) => {
      if (this.session.closed || toDatabaseError(error, "BEGIN") instanceof DatabaseUnavailable) return;
      this.beginFailure = failedBegin(error);
      queueMicrotask(() => this.session.destroy());
    };
    this.#begin = this.#control(beginText(this.options), failed).catch(() => undefined);
  }

  protected send(statement: Statement, texts: (string | null)[]): Promise<DriverAnswer> {
    return this.session.execute(statement, texts, true);
  }

  protected expectEffect(): void {
    if (this.beginFailure !== undefined) throw this.beginFailure;
  }

  /** Not before COMMIT. */
  protected mayStand(): boolean {
    return false;
  }

  /** The end of the transaction reports it. */
  protected leaveUnseen(overlook: () => unknown): void {
    overlook();
  }

  protected async undo(): Promise<void> {
    if (this.#begin === undefined || this.#commitSent) return;
    await this.session.control("ROLLBACK").catch(() => this.session.destroy());
  }

  protected override async cancel(): Promise<void> {
    this.session.retire();
    // A cancel that hit BEGIN would let the statements behind it run alone.
    const begun = await Promise.race([this.#begin, pause(beginPatience, "no answer", { ref: false })]);
    if (begun === "no answer") this.session.destroy();
    else this.session.cancel();
  }

  protected override end(): void {
    super.end();
    this.#scopes.length = 0;
    this.session.allowStatements(undefined);
  }

  /** The failure itself where the work has left its statement for the end: nobody else will say it. */
  async #throwFailure(work: ScopedTransaction): Promise<void> {
    await work.saved().catch((error: unknown) => {
      if (error === this.scope.failure) throw error;
    });
    this.scope.expectNoFailure();
  }

  async #commit(): Promise<string> {
    this.refuseMore();
    this.#commitSent = true;
    try {
      const { command } = await this.session.control("COMMIT");
      this.session.expectReplicated();
      return command;
    } catch (error) {
      if (!this.session.closed && !(error instanceof DatabaseUnavailable)) {
        if (!this.options.signal?.aborted) throw error;
        throw new WorkAborted("COMMIT was aborted: nothing was committed.", { statement: "COMMIT", cause: error });
      }
      if (this.refusedByServer) return "ROLLBACK";
      throw lostCommit(error);
    } finally {
      await this.inFlight.over();
      this.end();
    }
  }

  #expectInnermost(scope: Scope): void {
    if (this.#scopes.at(-1) !== scope) throw notInnermost(scope);
  }

  /** Sends a statement of ours without waiting for its answer; its failure is that of `scope`. */
  #sendControl(scope: Scope, text: string): void {
    this.#control(text).catch((error: unknown) => (scope.failure ??= error));
  }

  async #control(text: string, failedAtOnce?: (error: Error) => void): Promise<void> {
    this.inFlight.begun();
    await this.session.control(text, failedAtOnce).finally(() => this.inFlight.ended());
  }
}
