import { depositMoney, withdrawMoney } from "./move-money.ts";
import { forgetAnswers } from "./forget-answers.ts";
import { listAccounts } from "./list-accounts.ts";
import { openAccount } from "./open-account.ts";
import type { Ports } from "./ports.ts";
import { readAccount } from "./read-account.ts";
import { readStatement } from "./read-statement.ts";
import { transferMoneySerializable } from "./transfer-money-serializable.ts";
import { transferMoney } from "./transfer-money.ts";

export type Ledger = ReturnType<typeof createLedger>;

/** All that the ledger context can do. */
export const createLedger = (ports: Ports) => ({
  openAccount: openAccount(ports),
  readAccount: readAccount(ports),
  listAccounts: listAccounts(ports),
  readStatement: readStatement(ports),

  depositMoney: depositMoney(ports),
  withdrawMoney: withdrawMoney(ports),
  transferMoney: transferMoney(ports),
  transferMoneySerializable: transferMoneySerializable(ports),

  forgetAnswers: forgetAnswers(ports),
});
