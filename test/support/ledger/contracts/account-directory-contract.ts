import { expect } from "vitest";
import { parseAmount } from "#domain/ledger/amount.ts";
import { AccountNotFound } from "#domain/ledger/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import type { LedgerTest } from "#test/support/ledger/ledger-adapters.ts";
import { owner, stranger, testLedger } from "#test/support/ledger/test-ledger.ts";

const one = parseAmount("1");

/** What every `AccountDirectory` promises. */
export function accountDirectoryContract(test: LedgerTest): void {
  test("shows an owner's accounts, newest first, in pages", async ({ ledger }) => {
    const { open } = testLedger(ledger);
    const ids = [];
    for (const balance of ["1.00", null, "3.00"]) ids.unshift((await open(balance)).id);
    await open("9.00", stranger);

    const first = await ledger.accountDirectory.accountsOf(owner, 2);
    const second = await ledger.accountDirectory.accountsOf(owner, 2, first.next);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeUndefined();
    expect(first.items[0]).toStrictEqual({
      id: ids[0],
      currency: "EUR",
      balance: "3.00",
      createdAt: ledger.clock.now(),
    });
    expect(await ledger.accountDirectory.accountsOf(owner, 3)).toMatchObject({ next: undefined });
  });

  test("shows entries newest first, and further pages stay as they are while money is moved", async ({ ledger }) => {
    const { open } = testLedger(ledger);
    const { id } = await open(null);
    const deposit = () => ledger.accounts.update(id, (account) => account.deposit(one));
    for (let count = 0; count < 5; count++) await deposit();

    const first = await ledger.accountDirectory.entriesOf(id, owner, 2);
    await deposit();
    const second = await ledger.accountDirectory.entriesOf(id, owner, 2, first.next);
    const third = await ledger.accountDirectory.entriesOf(id, owner, 2, second.next);
    expect([first, second, third].map(({ items }) => items.map(({ number }) => number))).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.next).toBeUndefined();
    expect(first.items[0]).toStrictEqual({
      number: 5,
      amount: "1.00",
      balanceAfter: "5.00",
      transferId: null,
      reference: null,
      createdAt: ledger.clock.now(),
    });
  });

  test("shows what a transfer was for, on both sides", async ({ ledger }) => {
    const { ledger: useCases, open, transferOf } = testLedger(ledger);
    const [from, to] = [await open("10.00"), await open(null, stranger)];
    const { id } = await useCases.transferMoney({ ...transferOf("4.00", from.id, to.id), reference: "Rent" });
    const sent = await ledger.accountDirectory.entriesOf(from.id, owner, 1);
    const received = await ledger.accountDirectory.entriesOf(to.id, stranger, 1);
    expect(sent.items).toMatchObject([{ amount: "-4.00", transferId: id, reference: "Rent" }]);
    expect(received.items).toMatchObject([{ amount: "4.00", transferId: id, reference: "Rent" }]);
  });

  test("shows nobody the entries of another, and none of an unknown account", async ({ ledger }) => {
    const { open } = testLedger(ledger);
    const { id } = await open("1.00");
    const unknown = parseId<"Account">("ffffffff-0000-7000-8000-000000000000");
    await expect(ledger.accountDirectory.entriesOf(id, stranger, 5)).rejects.toThrow(AccountNotFound);
    await expect(ledger.accountDirectory.entriesOf(unknown, owner, 5)).rejects.toThrow(AccountNotFound);
  });
}
