import { expectTransferable } from "#domain/ledger/transfer.ts";
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

/** Where many move money of the same accounts, each needs its turn. */
const attempts = 20;

/**
 * Does the same as `transferMoney` and promises the same, in another way: it decides on what it has read without a lock,
 * and PostgreSQL sees to it that nobody has changed that meanwhile. When to take which: docs/transactions.md.
 *
 * @throws the same; TransactionConflict when others were faster in every attempt
 */
export const transferMoneySerializable =
  ({ accounts, transfers, transferFactory, ...ports }: TransferPorts) =>
  async (command: TransferMoneyCommand): Promise<TransferReceipt> => {
    const transfer = orderTransfer(transferFactory, command);
    const { id, amount, fromAccountId, toAccountId } = transfer;
    const send = () => accounts.update(fromAccountId, (account) => account.send(amount, id));
    const receive = () => accounts.update(toAccountId, (account) => account.receive(amount, id));
    const work = async () => {
      const from = await accounts.read(fromAccountId);
      const to = await accounts.read(toAccountId);
      expectTransferable(transfer, from, to);

      await transfers.create(transfer);
      // In the order of the ids here too: PostgreSQL notices two that wait for each other, but only after a second.
      if (fromAccountId > toAccountId) await receive();
      const sender = await send();
      if (fromAccountId < toAccountId) await receive();
      return toReceipt(transfer, sender.snapshot);
    };
    return answerOnce(ports, toRequest(transfer, command), work, { isolation: "serializable", attempts });
  };
