import type { Event } from "#domain/shared/aggregate-root.ts";
import type { TransferId } from "./transfer-id.ts";

/** Every one of them becomes an entry of the account's statement. */
export interface MoneyMoved extends Event<"MoneyMoved"> {
  /** Counts the entries of the account, from 1. */
  readonly entryNumber: number;
  /** Negative when money went out. */
  readonly amount: string;
  readonly balanceAfter: string;
  /** Null: a deposit or a withdrawal. */
  readonly transferId: TransferId | null;
}

export type AccountEvent = Event<"AccountOpened"> | MoneyMoved;
