import type { Entry } from "#application/ledger/account-directory.ts";
import type { IdempotentRequest } from "#application/ledger/idempotent-answers.ts";
import type { AccountId, AccountSnapshot } from "#domain/ledger/account.ts";
import type { TransferId } from "#domain/ledger/transfer-id.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { InMemoryTransactions } from "#infrastructure/shared/in-memory/in-memory-transactions.ts";

export interface KeptAnswer {
  readonly request: IdempotentRequest;
  readonly answer: object | undefined;
  readonly createdAt: Date;
}

/** The tables of the ledger as maps. */
export class InMemoryLedgerStore extends InMemoryTransactions {
  readonly accounts = new Map<AccountId, AccountSnapshot>();
  /** Of each account, oldest first. */
  readonly entries = new Map<AccountId, readonly Omit<Entry, "reference">[]>();
  readonly transfers = new Map<TransferId, Transfer>();
  /** By owner and key. */
  readonly answers = new Map<string, KeptAnswer>();
  protected readonly tables = [this.accounts, this.entries, this.transfers, this.answers];
}
