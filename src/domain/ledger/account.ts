import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import type { Amount } from "./amount.ts";
import type { Currency } from "./currency.ts";
import { AccountNotFound, InsufficientFunds } from "./errors.ts";
import type { AccountEvent } from "./events.ts";
import type { TransferId } from "./transfer-id.ts";

export type AccountId = Id<"Account">;
/** Who an account belongs to: a user, of whom the ledger knows nothing else. */
export type OwnerId = Id<"Owner">;

export interface AccountSnapshot {
  readonly id: AccountId;
  readonly ownerId: OwnerId;
  readonly currency: Currency;
  /** Exact, with two decimal places: "12.50". Never negative. */
  readonly balance: string;
  /** How many entries it has, so the number of the newest. */
  readonly entryCount: number;
  readonly version: number;
  readonly createdAt: Date;
}

/** Money of one owner in one currency. Made by the `AccountFactory` only. */
export class Account extends AggregateRoot<AccountEvent> {
  readonly #clock: Clock;
  #state: AccountSnapshot;

  constructor(clock: Clock, state: AccountSnapshot, opened: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
    if (opened) this.record({ type: "AccountOpened", occurredAt: state.createdAt });
  }

  get snapshot(): AccountSnapshot {
    return this.#state;
  }

  /** @throws AccountNotFound for anybody else */
  expectOwner(ownerId: OwnerId): void {
    if (ownerId !== this.#state.ownerId) throw new AccountNotFound();
  }

  /** @throws InvalidMoney when the balance would be too large to keep */
  deposit(amount: Amount): void {
    this.#move(amount, null);
  }

  /** @throws InsufficientFunds */
  withdraw(amount: Amount): void {
    this.#move(Money.zero.minus(amount), null);
  }

  /** The sender's half of a transfer. @throws InsufficientFunds */
  send(amount: Amount, transferId: TransferId): void {
    this.#move(Money.zero.minus(amount), transferId);
  }

  /** The receiver's half of a transfer. @throws InvalidMoney when the balance would be too large to keep */
  receive(amount: Amount, transferId: TransferId): void {
    this.#move(amount, transferId);
  }

  #move(amount: Money, transferId: TransferId | null): void {
    const newBalance = Money.parse(this.#state.balance).plus(amount);
    if (newBalance.isNegative) throw new InsufficientFunds();
    const balance = newBalance.toString();
    const entryCount = this.#state.entryCount + 1;
    this.#state = Object.freeze({ ...this.#state, balance, entryCount });
    this.record({
      type: "MoneyMoved",
      entryNumber: entryCount,
      amount: amount.toString(),
      balanceAfter: balance,
      transferId,
      occurredAt: this.#clock.now(),
    });
  }
}
