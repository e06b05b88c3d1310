import type { OwnerId } from "#domain/ledger/account.ts";

/** An answer of fields that JSON can say, so that it is the same when it was kept and read again: a time is a text. */
export type Plain<Answer> = { readonly [Field in keyof Answer]: string | number | boolean | null };

/** A request that its sender may repeat without having it done twice. */
export interface IdempotentRequest {
  /** Who sends it: each has keys of their own. */
  readonly ownerId: OwnerId;
  /** The sender's name for it. */
  readonly key: string;
  /** What is asked for: the operation, and all that it is told. */
  readonly content: readonly (string | null)[];
}

/** What was answered to requests, kept in the transaction that did what they asked for. */
export interface IdempotentAnswers {
  /**
   * The answer that the request was given before; undefined when there is none: then its key belongs to the transaction at
   * hand. While another transaction has the key, it waits for the end of that.
   *
   * @throws IdempotencyKeyReused when the key was used for another request
   */
  findOrClaim(request: IdempotentRequest): Promise<object | undefined>;

  /** Keeps the answer to a request whose key the transaction at hand has claimed. */
  keep(request: IdempotentRequest, answer: object): Promise<void>;

  /** Forgets those that were given before. @returns how many */
  forget(before: Date): Promise<number>;
}
