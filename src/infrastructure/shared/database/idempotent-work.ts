import { claimIdempotencyKey, forgetIdempotencyKeys } from "#sql/platform/idempotency-key.sql.ts";
import type { DataSource } from "./data-source.ts";
import { AlreadyCommitted, DatabaseError, DataSourceMisuse, OutcomeUnknown, WorkAborted } from "./errors.ts";
import type { Connection } from "./statement.ts";

/** What to do after an attempt that failed. */
interface Verdict {
  /** What to throw when it isn't repeated. */
  readonly error: OutcomeUnknown;
  readonly repeatable: boolean;
}

/**
 * A work that writes down its key in its own transaction. When nobody knows whether an attempt was committed, the next
 * one finds out: where the key is, it was; where it isn't, it never will be, and the work runs again.
 */
export class IdempotentWork<T, Handle extends Connection> {
  readonly #key: string;
  readonly #work: (transaction: Handle) => Promise<T>;
  /** What the attempt at hand came to. */
  #result: { readonly value: T } | undefined;
  /** The result of an earlier attempt whose outcome is unknown. */
  #inDoubt: { readonly value: T } | undefined;
  #committed: { readonly value: T } | undefined;

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
    this.#result = undefined;
    // Awaited, so that the key is on the server before COMMIT is sent: the next attempt waits for this one's end there.
    const claimed = await claimIdempotencyKey(transaction, { key: this.#key });
    if (claimed === 1) {
      this.#inDoubt = undefined;
      const value = await this.#work(transaction);
      this.#result = { value };
      return value;
    }
    if (this.#inDoubt === undefined) {
      throw new AlreadyCommitted(
        "The idempotency key was there before: its work was committed earlier, and nothing was changed now. Read what " +
          "it has done, or use a new key for other work.",
      );
    }
    this.#committed = this.#inDoubt;
    return this.#committed.value;
  };

  /** What the failure of an attempt means where COMMIT is in doubt; undefined where it isn't. */
  assess(error: unknown): Verdict | undefined {
    if (error instanceof OutcomeUnknown && this.#result !== undefined) {
      this.#inDoubt = this.#result;
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
