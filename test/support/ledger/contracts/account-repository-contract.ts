import { describe, expect } from "vitest";
import type { Account, AccountId } from "#domain/ledger/account.ts";
import { parseAmount } from "#domain/ledger/amount.ts";
import { AccountNotFound, SameAccount } from "#domain/ledger/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { anAccount } from "#test/support/ledger/account-builder.ts";
import type { LedgerAdapters, LedgerTest } from "#test/support/ledger/ledger-adapters.ts";
import { owner } from "#test/support/ledger/test-ledger.ts";

const nothing = parseId<"Account">("ffffffff-0000-7000-8000-000000000000");
const one = parseAmount("1");
const forty = Array.from({ length: 40 });

/** What every `AccountRepository` promises. */
export function accountRepositoryContract(test: LedgerTest): void {
  async function store({ accounts }: LedgerAdapters, ...given: readonly Account[]): Promise<AccountId[]> {
    for (const account of given) await accounts.create(account);
    return given.map(({ snapshot }) => snapshot.id);
  }
  const balancesOf = async ({ accounts }: LedgerAdapters, ids: readonly AccountId[]) => {
    const read = await Promise.all(ids.map((id) => accounts.read(id)));
    return read.map(({ snapshot }) => snapshot.balance);
  };

  test("what is created is read again", async ({ ledger }) => {
    const account = anAccount().in("GBP").holding("99999999.99").build();
    await store(ledger, account);
    const read = await ledger.accounts.read(account.snapshot.id);
    expect(read.snapshot).toStrictEqual(account.snapshot);
    expect(read.events).toEqual([]);
  });

  test("an unknown account is not found, nor to be changed", async ({ ledger }) => {
    const { accounts } = ledger;
    const [known] = await store(ledger, anAccount().build());
    await expect(accounts.read(nothing)).rejects.toThrow(AccountNotFound);
    await expect(accounts.update(nothing, () => undefined)).rejects.toThrow(AccountNotFound);
    await expect(accounts.updateBoth(known!, nothing, () => undefined)).rejects.toThrow(AccountNotFound);
    await expect(accounts.updateBoth(nothing, known!, () => undefined)).rejects.toThrow(AccountNotFound);
  });

  describe("a change by closure", () => {
    test("is stored with its entries, one version on", async ({ ledger }) => {
      const [id] = await store(ledger, anAccount().of(owner).holding("5.00").build());
      const returned = await ledger.accounts.update(id!, (account) => {
        account.deposit(one);
        account.withdraw(parseAmount("6"));
      });
      const stored = await ledger.accounts.read(id!);
      expect(stored.snapshot).toStrictEqual(returned.snapshot);
      expect(stored.snapshot).toMatchObject({ balance: "0.00", entryCount: 2, version: 2 });
      const { items } = await ledger.accountDirectory.entriesOf(id!, owner, 10);
      expect(items.map(({ number, amount, balanceAfter }) => ({ number, amount, balanceAfter }))).toEqual([
        { number: 2, amount: "-6.00", balanceAfter: "0.00" },
        { number: 1, amount: "1.00", balanceAfter: "6.00" },
      ]);
    });

    test("that throws stores nothing, and its error passes", async ({ ledger }) => {
      const account = anAccount().of(owner).build();
      const [id] = await store(ledger, account);
      const thrown = new Error("changed my mind");
      const change = ledger.accounts.update(id!, (stored) => {
        stored.deposit(one);
        throw thrown;
      });
      await expect(change).rejects.toBe(thrown);
      expect((await ledger.accounts.read(id!)).snapshot).toStrictEqual(account.snapshot);
      expect((await ledger.accountDirectory.entriesOf(id!, owner, 10)).items).toEqual([]);
    });

    test("that changes nothing writes nothing", async ({ ledger }) => {
      const account = anAccount().build();
      const [id] = await store(ledger, account);
      await ledger.accounts.update(id!, () => undefined);
      expect((await ledger.accounts.read(id!)).snapshot).toStrictEqual(account.snapshot);
    });
  });

  describe("a change of two accounts", () => {
    test("is given them, and gives them back, in the order that was asked for", async ({ ledger }) => {
      const ids = await store(ledger, anAccount().build(), anAccount().build());
      for (const [first, second] of [ids, ids.toReversed()]) {
        const both = await ledger.accounts.updateBoth(first!, second!, (one_, other) => {
          expect([one_.snapshot.id, other.snapshot.id]).toEqual([first, second]);
          one_.deposit(one);
          other.deposit(parseAmount("2"));
        });
        expect(both.map(({ snapshot }) => snapshot.id)).toEqual([first, second]);
      }
      expect(await balancesOf(ledger, ids)).toEqual(["3.00", "3.00"]);
    });

    test("writes only what has changed", async ({ ledger }) => {
      const ids = await store(ledger, anAccount().build(), anAccount().build());
      await ledger.accounts.updateBoth(ids[0]!, ids[1]!, (_, second) => second.deposit(one));
      const versions = await Promise.all(ids.map(async (id) => (await ledger.accounts.read(id)).snapshot.version));
      expect(versions).toEqual([1, 2]);
    });

    test("that throws after the first stores neither", async ({ ledger }) => {
      const ids = await store(ledger, anAccount().build(), anAccount().build());
      const change = ledger.accounts.updateBoth(ids[0]!, ids[1]!, (first, second) => {
        first.deposit(one);
        second.withdraw(one);
      });
      await expect(change).rejects.toThrow("doesn't hold that much");
      expect(await balancesOf(ledger, ids)).toEqual(["0.00", "0.00"]);
    });

    test("which are one and the same is refused", async ({ ledger }) => {
      const [id] = await store(ledger, anAccount().build());
      const change = ledger.accounts.updateBoth(id!, id!, (first) => first.deposit(one));
      await expect(change).rejects.toThrow(SameAccount);
      expect(await balancesOf(ledger, [id!])).toEqual(["0.00"]);
    });
  });

  describe("forty at once", () => {
    test("change one account, and no change is lost", async ({ ledger }) => {
      const [id] = await store(ledger, anAccount().build());
      await Promise.all(forty.map(() => ledger.accounts.update(id!, (account) => account.deposit(one))));
      expect((await ledger.accounts.read(id!)).snapshot).toMatchObject({
        balance: "40.00",
        entryCount: 40,
        version: 41,
      });
    });

    test("change two accounts in either order, and no change is lost", async ({ ledger }) => {
      const ids = await store(ledger, anAccount().build(), anAccount().build());
      await Promise.all(
        forty.map((_, n) => {
          const [first, second] = n % 2 === 0 ? ids : ids.toReversed();
          return ledger.accounts.updateBoth(first!, second!, (one_, other) => {
            one_.deposit(one);
            other.deposit(one);
          });
        }),
      );
      expect(await balancesOf(ledger, ids)).toEqual(["40.00", "40.00"]);
    });
  });
}
