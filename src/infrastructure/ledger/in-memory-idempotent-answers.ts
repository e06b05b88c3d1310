import type { IdempotentAnswers, IdempotentRequest } from "#application/ledger/idempotent-answers.ts";
import { IdempotencyKeyReused } from "#domain/ledger/errors.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { InMemoryLedgerStore } from "./in-memory-ledger-store.ts";

/** Keeps the same promises as `PostgresIdempotentAnswers`: both pass the contract suite. */
export class InMemoryIdempotentAnswers implements IdempotentAnswers {
  readonly #store: InMemoryLedgerStore;
  readonly #clock: Clock;

  constructor(store: InMemoryLedgerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  findOrClaim(request: IdempotentRequest): Promise<object | undefined> {
    return this.#store.run(async () => {
      const kept = this.#store.answers.get(placeOf(request));
      if (kept === undefined) {
        this.#put(request, undefined);
        return undefined;
      }
      if (JSON.stringify(kept.request) !== JSON.stringify(request)) throw new IdempotencyKeyReused();
      return kept.answer;
    });
  }

  keep(request: IdempotentRequest, answer: object): Promise<void> {
    return this.#store.run(async () => this.#put(request, answer));
  }

  forget(before: Date): Promise<number> {
    return this.#store.run(async () => {
      const old = [...this.#store.answers].filter(([, { createdAt }]) => createdAt < before);
      for (const [place] of old) this.#store.answers.delete(place);
      return old.length;
    });
  }

  #put(request: IdempotentRequest, answer: object | undefined): void {
    this.#store.answers.set(placeOf(request), { request, answer, createdAt: this.#clock.now() });
  }
}

function placeOf({ ownerId, key }: IdempotentRequest): string {
  return `${ownerId} ${key}`;
}
