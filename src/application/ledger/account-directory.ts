import type { AccountId, OwnerId } from "#domain/ledger/account.ts";
import type { Currency } from "#domain/ledger/currency.ts";
import type { TransferId } from "#domain/ledger/transfer-id.ts";
import type { Page } from "#domain/shared/page.ts";

export interface AccountListing {
  readonly id: AccountId;
  readonly currency: Currency;
  readonly balance: string;
  readonly createdAt: Date;
}

/** A line of an account's statement. */
export interface Entry {
  /** Counts the entries of the account, from 1. */
  readonly number: number;
  /** Negative when money went out. */
  readonly amount: string;
  readonly balanceAfter: string;
  /** Null: a deposit or a withdrawal. */
  readonly transferId: TransferId | null;
  readonly reference: string | null;
  readonly createdAt: Date;
}

/** Accounts and what moved in them, to look through. */
export interface AccountDirectory {
  /** Newest first. @param after the last account of the page before */
  accountsOf(ownerId: OwnerId, limit: number, after?: AccountId): Promise<Page<AccountListing, AccountId>>;

  /**
   * Newest first. A page never changes while money is moved: new entries come before it.
   *
   * @param after the number of the last entry of the page before
   * @throws AccountNotFound, also when it belongs to somebody else
   */
  entriesOf(accountId: AccountId, ownerId: OwnerId, limit: number, after?: number): Promise<Page<Entry, number>>;
}
