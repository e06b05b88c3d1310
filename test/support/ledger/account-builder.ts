import { AccountFactory } from "#domain/ledger/account-factory.ts";
import type { Account, AccountSnapshot, OwnerId } from "#domain/ledger/account.ts";
import type { Currency } from "#domain/ledger/currency.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Far from those of other builders: no two things have the same id. */
const ids = sequentialIds(0x2000_0000);

/** An account as one that was stored: `anAccount().of(owner).holding("100.00").build()`. It has no entries. */
export function anAccount(): AccountBuilder {
  return new AccountBuilder({
    id: parseId(ids.next()),
    ownerId: parseId(ids.next()),
    currency: "EUR",
    balance: "0.00",
    entryCount: 0,
    version: 1,
    createdAt: new Date("2026-02-28T23:59:59.999Z"),
  });
}

class AccountBuilder {
  readonly #state: AccountSnapshot;

  constructor(state: AccountSnapshot) {
    this.#state = state;
  }

  of(ownerId: OwnerId): AccountBuilder {
    return this.#with({ ownerId });
  }

  holding(balance: string): AccountBuilder {
    return this.#with({ balance });
  }

  in(currency: Currency): AccountBuilder {
    return this.#with({ currency });
  }

  build(clock: Clock = new SettableClock()): Account {
    return new AccountFactory(clock, ids).restore(this.#state);
  }

  #with(change: Partial<AccountSnapshot>): AccountBuilder {
    return new AccountBuilder({ ...this.#state, ...change });
  }
}
