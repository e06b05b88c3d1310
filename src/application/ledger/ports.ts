import type { Transactions } from "#application/shared/transactions.ts";
import type { AccountFactory } from "#domain/ledger/account-factory.ts";
import type { AccountRepository } from "#domain/ledger/account-repository.ts";
import type { TransferFactory } from "#domain/ledger/transfer-factory.ts";
import type { TransferRepository } from "#domain/ledger/transfer-repository.ts";
import type { AccountDirectory } from "./account-directory.ts";
import type { IdempotentAnswers } from "./idempotent-answers.ts";

/** All that the use cases of the ledger need from outside; each takes its own part of it. */
export interface Ports {
  readonly accounts: AccountRepository;
  readonly accountFactory: AccountFactory;
  readonly accountDirectory: AccountDirectory;
  readonly transfers: TransferRepository;
  readonly transferFactory: TransferFactory;
  readonly answers: IdempotentAnswers;
  readonly transactions: Transactions;
}
