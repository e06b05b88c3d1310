import type { AccountEvent } from "#domain/ledger/events.ts";

/** The entries that an account's events become. */
export function toEntryRows(events: readonly AccountEvent[]) {
  return events
    .filter((event) => event.type === "MoneyMoved")
    .map(({ entryNumber: number, amount, balanceAfter, transferId, occurredAt: createdAt }) => ({
      number,
      transferId,
      amount,
      balanceAfter,
      createdAt,
    }));
}
