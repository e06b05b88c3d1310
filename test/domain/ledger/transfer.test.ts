import { describe, expect, test } from "vitest";
import { parseAmount } from "#domain/ledger/amount.ts";
import { applyChangeToBoth } from "#domain/ledger/change-both.ts";
import {
  AccountNotFound,
  DifferentCurrencies,
  InsufficientFunds,
  InvalidReference,
  SameAccount,
} from "#domain/ledger/errors.ts";
import { TransferFactory } from "#domain/ledger/transfer-factory.ts";
import { carryOut } from "#domain/ledger/transfer.ts";
import { anAccount } from "#test/support/ledger/account-builder.ts";
import { owner, stranger } from "#test/support/ledger/test-ledger.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const clock = new SettableClock();
const factory = new TransferFactory(clock, sequentialIds());
const from = () => anAccount().of(owner).holding("100.00").build();
const to = () => anAccount().of(stranger).holding("1.00").build();
const orderOf = (text: string, sender = from(), receiver = to()) =>
  factory.order({
    orderedBy: owner,
    fromAccountId: sender.snapshot.id,
    toAccountId: receiver.snapshot.id,
    amount: parseAmount(text),
    reference: null,
  });

describe("ordering a transfer", () => {
  test("writes down who, what and when, and nothing of it can be altered", () => {
    const [sender, receiver] = [from(), to()];
    const transfer = orderOf("12.50", sender, receiver);
    expect(transfer).toMatchObject({
      orderedBy: owner,
      fromAccountId: sender.snapshot.id,
      toAccountId: receiver.snapshot.id,
      reference: null,
      createdAt: clock.now(),
    });
    expect(transfer.amount.toString()).toBe("12.50");
    expect(() => Object.assign(transfer, { reference: "other" })).toThrow(TypeError);
  });

  test("between one and the same account is refused", () => {
    const sender = from();
    expect(() => orderOf("1", sender, sender)).toThrow(SameAccount);
  });

  test.for(["", "   ", "x".repeat(141), "a\nb", "\ud800"])("with the reference %j is refused", (reference) => {
    expect(() => factory.order({ ...orderOf("1"), reference })).toThrow(InvalidReference);
  });

  test("drops spaces around the reference", () => {
    expect(factory.order({ ...orderOf("1"), reference: " Rent for März 🏠 " }).reference).toBe("Rent for März 🏠");
  });
});

describe("carrying out a transfer", () => {
  test("takes from one and gives to the other", () => {
    const [sender, receiver] = [from(), to()];
    const transfer = orderOf("12.50", sender, receiver);
    carryOut(transfer, sender, receiver);
    expect(sender.snapshot.balance).toBe("87.50");
    expect(receiver.snapshot.balance).toBe("13.50");
    expect(sender.events).toMatchObject([{ amount: "-12.50", transferId: transfer.id }]);
    expect(receiver.events).toMatchObject([{ amount: "12.50", transferId: transfer.id }]);
  });

  test.for([
    ["by somebody else than the sender's owner", anAccount().of(stranger).holding("100.00"), AccountNotFound],
    ["between two currencies", anAccount().of(owner).holding("100.00").in("USD"), DifferentCurrencies],
    ["of more than there is", anAccount().of(owner).holding("12.49"), InsufficientFunds],
  ] as const)("%s is refused and moves nothing", ([, builder, refusal]) => {
    const [sender, receiver] = [builder.build(), to()];
    expect(() => carryOut(orderOf("12.50", sender, receiver), sender, receiver)).toThrow(refusal);
    expect([...sender.events, ...receiver.events]).toEqual([]);
  });
});

describe("a change of two accounts", () => {
  test("tells which of them there is to save", () => {
    const [first, second] = [from(), to()];
    expect(applyChangeToBoth(first, second, () => undefined)).toEqual([]);
    expect(applyChangeToBoth(first, second, (one) => one.deposit(parseAmount("1")))).toEqual([first]);
    const [third, fourth] = [from(), to()];
    expect(applyChangeToBoth(third, fourth, (_, other) => other.deposit(parseAmount("1")))).toEqual([fourth]);
    const [fifth, sixth] = [from(), to()];
    expect(applyChangeToBoth(fifth, sixth, (...both) => carryOut(orderOf("1"), ...both))).toEqual([fifth, sixth]);
  });

  test("that returns a promise after all is refused", () => {
    const later = async () => undefined;
    // @ts-expect-error -- a change that returns a promise is refused by type
    expect(() => applyChangeToBoth(from(), to(), later)).toThrow("must be synchronous");
  });
});
