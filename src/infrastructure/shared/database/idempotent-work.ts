import { randomUUID } from "node:crypto";
import { claimIdempotencyKey, findAttempt, forgetIdempotencyKeys } from "#sql/platform/idempotency-key.sql.ts";
import type { DataSource } from "./data-source.ts";
import { AlreadyCommitted, DatabaseError, DataSourceMisuse, OutcomeUnknown, WorkAborted } from "./errors.ts";
import type { Connection } from "./statement.ts";

/** What to do after an attempt that failed. */
interface Verdict {
  /** What to throw when it isn't repeated. */
  readonly error: OutcomeUnknown;
  readonly repeatable: boolean;
}

/** What an attempt came to, should it have been committed. */
interface Attempt<T> {
  readonly id: string;
  readonly value: T;
}

/**
 * A work that writes down its key in its own transaction. When nobody knows whether an attempt was committed, the next
 * one finds out: where the key is with that attempt's id, it was; where the key isn't, it never will be, and the work
 * runs again; where it is with another id, somebody else has done the work in the meantime.
 */
export class IdempotentWork<T, Handle extends Connection> {
  readonly #key: string;
  readonly #work: (transaction: Handle) => Promise<T>;
  #current: Attempt<T> | undefined;
  /** An earlier attempt whose outcome is unknown. */
  #inDoubt: Attempt<T> | undefined;
  #committed: Attempt<T> | undefined;

  constructor(key: string, work: (transaction: Handle) => Promise<T>) {
    this.#key = key;
    this.#work = work;
  }

  /** The result, once it is known that an attempt in doubt was committed. */
  get committed(): { readonly value: T } | undefined {
    return this.#committed;
  }

  /** One attempt. @throws AlreadyCommitted; what the work throws */
  readonly run = async (transaction: Handle): Promise<T> => {
    this.#current = undefined;
    const key = this.#key;
    const id = randomUUID();
    // Awaited, so that the key is on the server before COMMIT is sent: the next attempt waits for this one's end there.
    if ((await claimIdempotencyKey(transaction, { key, attempt: id })) === 1) {
      this.#inDoubt = undefined;
      const value = await this.#work(transaction);
      this.#current = { id, value };
      return value;
    }
    const stored = await findAttempt(transaction, { key });
    if (this.#inDoubt !== undefined && stored?.attempt === this.#inDoubt.id) {
      this.#committed = this.#inDoubt;
      return this.#committed.value;
    }
    this.#inDoubt = undefined;
    throw new AlreadyCommitted(
      "The idempotency key was there: its work was committed by another call, and nothing was changed by this one. Read " +
        "what it has done, or use a new key for other work.",
    );
  };

  /** What the failure of an attempt means where COMMIT is in doubt; undefined where it isn't. */
  assess(error: unknown): Verdict | undefined {
    if (error instanceof OutcomeUnknown && this.#current !== undefined) {
      this.#inDoubt = this.#current;
      return { error, repeatable: true };
    }
    if (this.#inDoubt === undefined) return undefined;
    // OutcomeUnknown here means that the key may have been written by itself: it tells nothing any more.
    const isPassing = ![OutcomeUnknown, WorkAborted, DataSourceMisuse].some((type) => error instanceof type);
    return {
      error: new OutcomeUnknown(
        "The connection was lost during COMMIT, and whether it was committed could not be found out (see the cause): " +
          "try again with the same idempotency key.",
        { cause: error },
      ),
      repeatable: error instanceof DatabaseError && isPassing,
    };
  }
}

/**
 * Forgets the keys that are older than `hours`, a thousand per statement: from then on the same key would do its work
 * again.
 *
 * @returns how many were forgotten
 * @throws those of `withConnection`
 */
export async function forgetOldKeys(dataSource: DataSource, hours: number): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const batch = await dataSource.withConnection((connection) => forgetIdempotencyKeys(connection, { hours }));
    forgotten += batch;
    if (batch === 0) return forgotten;
  }
}
