import { createLedger } from "#application/ledger/ledger.ts";
import type { AccountId, AccountSnapshot, OwnerId } from "#domain/ledger/account.ts";
import { parseId } from "#domain/shared/id.ts";
import type { LedgerAdapters } from "./ledger-adapters.ts";

/** Owns the accounts of tests that have one owner. */
export const owner = parseId<"Owner">("0197a8f0-c000-7000-8000-00000000000a");
export const stranger = parseId<"Owner">("0197a8f0-c000-7000-8000-00000000000b");

/** All use cases of the ledger on the given adapters, with short ways to what tests do most. */
export function testLedger(adapters: LedgerAdapters) {
  const ledger = createLedger(adapters);
  let keys = 0;
  const newKey = () => `key ${++keys}`;
  return {
    ...adapters,
    ledger,
    newKey,
    /** Opens an account with that much in it, deposited. */
    open: async (balance: string | null, ownerId: OwnerId = owner, currency = "EUR"): Promise<AccountSnapshot> => {
      const { id } = await ledger.openAccount(ownerId, currency);
      if (balance !== null)
        await ledger.depositMoney({ ownerId, accountId: id, amount: balance, idempotencyKey: newKey() });
      return ledger.readAccount(ownerId, id);
    },
    /** What a transfer needs to be told; with a new key. */
    transferOf: (amount: string, fromAccountId: AccountId, toAccountId: AccountId) => ({
      ownerId: owner,
      fromAccountId,
      toAccountId,
      amount,
      reference: null,
      idempotencyKey: newKey(),
    }),
    balanceOf: async (id: AccountId) => (await adapters.accounts.read(id)).snapshot.balance,
  };
}
