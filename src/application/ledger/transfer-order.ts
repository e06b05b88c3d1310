import type { AccountId, AccountSnapshot, OwnerId } from "#domain/ledger/account.ts";
import { parseAmount } from "#domain/ledger/amount.ts";
import type { TransferFactory } from "#domain/ledger/transfer-factory.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import type { IdempotentRequest } from "./idempotent-answers.ts";

export interface TransferMoneyCommand {
  readonly ownerId: OwnerId;
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
  readonly amount: string;
  readonly reference: string | null;
  readonly idempotencyKey: string;
}

/** A transfer as its sender sees it, in values that JSON can say. */
export interface TransferReceipt {
  readonly id: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly amount: string;
  readonly reference: string | null;
  readonly createdAt: string;
  /** The sender's. */
  readonly balanceAfter: string;
}

/** @throws InvalidMoney, InvalidAmount, SameAccount, InvalidReference */
export function orderTransfer(
  transferFactory: TransferFactory,
  { ownerId: orderedBy, fromAccountId, toAccountId, amount, reference }: TransferMoneyCommand,
): Transfer {
  return transferFactory.order({ orderedBy, fromAccountId, toAccountId, amount: parseAmount(amount), reference });
}

/** The same request gives the same content: neither the transfer's id nor its time is part of it. */
export function toRequest(
  { orderedBy: ownerId, fromAccountId, toAccountId, amount, reference }: Transfer,
  { idempotencyKey: key }: TransferMoneyCommand,
): IdempotentRequest {
  return { ownerId, key, content: ["transfer", fromAccountId, toAccountId, amount.toString(), reference] };
}

export function toReceipt(
  { id, fromAccountId, toAccountId, amount, reference, createdAt }: Transfer,
  sender: AccountSnapshot,
): TransferReceipt {
  return {
    id,
    fromAccountId,
    toAccountId,
    amount: amount.toString(),
    reference,
    createdAt: createdAt.toISOString(),
    balanceAfter: sender.balance,
  };
}
