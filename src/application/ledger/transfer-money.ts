import { carryOut } from "#domain/ledger/transfer.ts";
import { answerOnce } from "./answer-once.ts";
import type { Ports } from "./ports.ts";
import {
  orderTransfer,
  toReceipt,
  toRequest,
  type TransferMoneyCommand,
  type TransferReceipt,
} from "./transfer-order.ts";

type TransferPorts = Pick<Ports, "accounts" | "transfers" | "transferFactory" | "answers" | "transactions">;

/**
 * Moves money between two accounts, which are locked in the order of their ids.
 *
 * @throws InvalidMoney, InvalidAmount, SameAccount, InvalidReference, AccountNotFound, DifferentCurrencies,
 *   InsufficientFunds, IdempotencyKeyReused
 */
export const transferMoney =
  ({ accounts, transfers, transferFactory, ...ports }: TransferPorts) =>
  async (command: TransferMoneyCommand): Promise<TransferReceipt> => {
    const transfer = orderTransfer(transferFactory, command);
    return answerOnce(ports, toRequest(transfer, command), async () => {
      // One round trip for the locks and the transfer, which the entries refer to
      const [[sender]] = await Promise.all([
        accounts.updateBoth(transfer.fromAccountId, transfer.toAccountId, (from, to) => carryOut(transfer, from, to)),
        transfers.create(transfer),
      ]);
      return toReceipt(transfer, sender.snapshot);
    });
  };
