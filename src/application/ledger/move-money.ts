import type { Account, AccountId, OwnerId } from "#domain/ledger/account.ts";
import { type Amount, parseAmount } from "#domain/ledger/amount.ts";
import { answerOnce } from "./answer-once.ts";
import type { Ports } from "./ports.ts";

export interface MoveMoneyCommand {
  readonly ownerId: OwnerId;
  readonly accountId: AccountId;
  readonly amount: string;
  readonly idempotencyKey: string;
}

/** What was done to one account, in values that JSON can say. */
export interface MoneyMove {
  readonly accountId: string;
  readonly entryNumber: number;
  readonly amount: string;
  readonly balanceAfter: string;
}

type MovingPorts = Pick<Ports, "accounts" | "answers" | "transactions">;

/** @throws InvalidMoney, InvalidAmount, AccountNotFound, IdempotencyKeyReused */
export const depositMoney = (ports: MovingPorts) => (command: MoveMoneyCommand) =>
  moveMoney(ports, "deposit", command, (account, amount) => account.deposit(amount));

/** @throws InvalidMoney, InvalidAmount, AccountNotFound, InsufficientFunds, IdempotencyKeyReused */
export const withdrawMoney = (ports: MovingPorts) => (command: MoveMoneyCommand) =>
  moveMoney(ports, "withdraw", command, (account, amount) => account.withdraw(amount));

async function moveMoney(
  { accounts, ...ports }: MovingPorts,
  operation: "deposit" | "withdraw",
  { ownerId, accountId, amount: text, idempotencyKey: key }: MoveMoneyCommand,
  move: (account: Account, amount: Amount) => void,
): Promise<MoneyMove> {
  const amount = parseAmount(text);
  const request = { ownerId, key, content: [operation, accountId, amount.toString()] };
  return answerOnce(ports, request, async () => {
    const { snapshot } = await accounts.update(accountId, (account) => {
      account.expectOwner(ownerId);
      move(account, amount);
    });
    return {
      accountId,
      entryNumber: snapshot.entryCount,
      amount: amount.toString(),
      balanceAfter: snapshot.balance,
    };
  });
}
