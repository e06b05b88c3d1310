import type { Account, AccountId, OwnerId } from "./account.ts";
import type { Amount } from "./amount.ts";
import { DifferentCurrencies } from "./errors.ts";
import type { TransferId } from "./transfer-id.ts";

/** Money that goes from one account to another. It never changes: what was wrong is sent back by another one. */
export interface Transfer {
  readonly id: TransferId;
  /** Who asked for it. Only what is one's own can be sent. */
  readonly orderedBy: OwnerId;
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
  readonly amount: Amount;
  readonly reference: string | null;
  readonly createdAt: Date;
}

/**
 * Whether the transfer may be between these two, whatever they hold.
 *
 * @throws AccountNotFound when the sender's account isn't that of who ordered it; DifferentCurrencies
 */
export function expectTransferable({ orderedBy }: Transfer, from: Account, to: Account): void {
  from.expectOwner(orderedBy);
  const [sent, received] = [from.snapshot.currency, to.snapshot.currency];
  if (sent !== received) throw new DifferentCurrencies(sent, received);
}

/**
 * Takes the money from one account and gives it to the other.
 *
 * @throws what `expectTransferable` does; InsufficientFunds; InvalidMoney when the receiver's balance would be too large to
 *   keep
 */
export function carryOut(transfer: Transfer, from: Account, to: Account): void {
  expectTransferable(transfer, from, to);
  from.send(transfer.amount, transfer.id);
  to.receive(transfer.amount, transfer.id);
}
