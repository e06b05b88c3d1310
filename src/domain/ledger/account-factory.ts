import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import { Account, type AccountSnapshot, type OwnerId } from "./account.ts";
import type { Currency } from "./currency.ts";

/** Makes accounts: new ones, and those that were stored. Nobody else does. */
export class AccountFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  open(ownerId: OwnerId, currency: Currency): Account {
    return new Account(
      this.#clock,
      {
        id: parseId(this.#ids.next()),
        ownerId,
        currency,
        balance: Money.zero.toString(),
        entryCount: 0,
        version: 1,
        createdAt: this.#clock.now(),
      },
      true,
    );
  }

  restore(snapshot: AccountSnapshot): Account {
    return new Account(this.#clock, snapshot, false);
  }
}
