import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { AccountFactory } from "#domain/ledger/account-factory.ts";
import { parseAmount } from "#domain/ledger/amount.ts";
import { AccountNotFound, InsufficientFunds } from "#domain/ledger/errors.ts";
import type { DomainError } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { InvalidMoney, Money } from "#domain/shared/money.ts";
import { anAccount } from "#test/support/ledger/account-builder.ts";
import { owner, stranger } from "#test/support/ledger/test-ledger.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const transferId = parseId<"Transfer">("0197a8f0-c000-7000-8000-0000000000ff");
let clock: SettableClock;
beforeEach(() => {
  clock = new SettableClock();
});

describe("opening an account", () => {
  test("gives its owner an empty one in a currency", () => {
    const account = new AccountFactory(clock, sequentialIds()).open(owner, "EUR");
    expect(account.snapshot).toStrictEqual({
      id: "00000001-0000-7000-8000-000000000000",
      ownerId: owner,
      currency: "EUR",
      balance: "0.00",
      entryCount: 0,
      version: 1,
      createdAt: clock.now(),
    });
    expect(account.events).toStrictEqual([{ type: "AccountOpened", occurredAt: clock.now() }]);
  });

  test("that was stored is no event", () => {
    const { snapshot } = anAccount().holding("5.00").build();
    const account = new AccountFactory(clock, sequentialIds()).restore(snapshot);
    expect(account.snapshot).toStrictEqual(snapshot);
    expect(account.events).toEqual([]);
  });
});

test("an account is its owner's alone", () => {
  const account = anAccount().of(owner).build();
  account.expectOwner(owner);
  expect(() => account.expectOwner(stranger)).toThrow(AccountNotFound);
});

describe("moving money", () => {
  test("changes the balance, and numbers the entries in their order", () => {
    const account = anAccount().holding("100.00").build(clock);
    account.deposit(parseAmount("0.05"));
    account.withdraw(parseAmount("50"));
    account.send(parseAmount("50.05"), transferId);
    account.receive(parseAmount("1.10"), transferId);
    const moved = { type: "MoneyMoved", occurredAt: clock.now() };
    expect(account.events).toStrictEqual([
      { ...moved, entryNumber: 1, amount: "0.05", balanceAfter: "100.05", transferId: null },
      { ...moved, entryNumber: 2, amount: "-50.00", balanceAfter: "50.05", transferId: null },
      { ...moved, entryNumber: 3, amount: "-50.05", balanceAfter: "0.00", transferId },
      { ...moved, entryNumber: 4, amount: "1.10", balanceAfter: "1.10", transferId },
    ]);
    expect(account.snapshot).toMatchObject({ balance: "1.10", entryCount: 4, version: 1 });
  });

  test.for(["withdraw", "send"] as const)("out of an account that doesn't hold it is refused: %s", (way) => {
    const account = anAccount().holding("10.00").build(clock);
    expect(() => account[way](parseAmount("10.01"), transferId)).toThrow(InsufficientFunds);
    expect(account.snapshot.balance).toBe("10.00");
    expect(account.events).toEqual([]);
    account[way](parseAmount("10.00"), transferId);
    expect(account.snapshot.balance).toBe("0.00");
  });

  test("into an account that would hold more than can be kept is refused", () => {
    const account = anAccount().holding("99999999.99").build(clock);
    expect(() => account.deposit(parseAmount("0.01"))).toThrow(InvalidMoney);
    expect(account.events).toEqual([]);
  });

  test("in whatever order: the balance is the sum of the entries, and never negative", () => {
    const cents = fc.integer({ min: 1, max: 10_000 });
    const moves = fc.array(fc.record({ way: fc.constantFrom("deposit", "withdraw", "send", "receive"), cents }));
    fc.assert(
      fc.property(moves, (given) => {
        const account = anAccount().build(clock);
        for (const { way, cents: amount } of given) {
          const move = () => account[way](parseAmount((amount / 100).toFixed(2)), transferId);
          const isOut = way === "withdraw" || way === "send";
          const isTooMuch = isOut && Math.round(Number(account.snapshot.balance) * 100) < amount;
          expect(refusalOf(move)).toBe(isTooMuch ? "insufficient-funds" : undefined);
        }
        const entries = account.events.filter((event) => event.type === "MoneyMoved");
        const sum = Money.sum(entries.map((entry) => Money.parse(entry.amount)));
        expect(account.snapshot.balance).toBe(sum.toString());
        expect(account.snapshot.entryCount).toBe(entries.length);
        for (const entry of entries) expect(Money.parse(entry.balanceAfter).isNegative).toBe(false);
      }),
    );
  });
});

test("a snapshot can't be altered", () => {
  const { snapshot } = anAccount().build();
  expect(() => Object.assign(snapshot, { balance: "1000000.00" })).toThrow(TypeError);
});

function refusalOf(move: () => void): string | undefined {
  try {
    move();
    return undefined;
  } catch (error) {
    return (error as DomainError).code;
  }
}
