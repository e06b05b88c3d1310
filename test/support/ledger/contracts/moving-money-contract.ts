import { describe, expect } from "vitest";
import {
  AccountNotFound,
  DifferentCurrencies,
  IdempotencyKeyReused,
  InsufficientFunds,
  InvalidAmount,
  SameAccount,
} from "#domain/ledger/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import type { LedgerTest } from "#test/support/ledger/ledger-adapters.ts";
import { owner, stranger, testLedger } from "#test/support/ledger/test-ledger.ts";

const unknown = parseId<"Account">("ffffffff-0000-7000-8000-000000000000");
const twenty = Array.from({ length: 20 });

/** What the use cases that move money promise, wherever the ledger keeps its things. */
export function movingMoneyContract(test: LedgerTest): void {
  describe.each(["transferMoney", "transferMoneySerializable"] as const)("a transfer by %s", (transferMoney) => {
    test("takes from one and gives to the other, whichever has the smaller id", async ({ ledger }) => {
      const { ledger: useCases, open, transferOf, balanceOf } = testLedger(ledger);
      const [older, newer] = [await open("100.00"), await open("100.00", stranger)];
      const mine = await open("5.00");
      const receipt = await useCases[transferMoney](transferOf("30.00", older.id, newer.id));
      expect(receipt).toEqual({
        id: expect.any(String),
        fromAccountId: older.id,
        toAccountId: newer.id,
        amount: "30.00",
        reference: null,
        createdAt: ledger.clock.now().toISOString(),
        balanceAfter: "70.00",
      });
      await useCases[transferMoney](transferOf("5.00", mine.id, older.id));
      expect(await Promise.all([older, newer, mine].map(({ id }) => balanceOf(id)))).toEqual([
        "75.00",
        "130.00",
        "0.00",
      ]);
    });

    test("that is refused moves nothing", async ({ ledger }) => {
      const { ledger: useCases, open, transferOf, balanceOf } = testLedger(ledger);
      const [mine, other, dollars] = [
        await open("10.00"),
        await open("10.00", stranger),
        await open(null, owner, "USD"),
      ];
      const refusals = [
        [transferOf("10.01", mine.id, other.id), InsufficientFunds],
        [transferOf("1.00", mine.id, dollars.id), DifferentCurrencies],
        [transferOf("1.00", mine.id, mine.id), SameAccount],
        [transferOf("0.00", mine.id, other.id), InvalidAmount],
        [transferOf("1.00", mine.id, unknown), AccountNotFound],
        [transferOf("1.00", unknown, mine.id), AccountNotFound],
        [transferOf("1.00", other.id, mine.id), AccountNotFound],
      ] as const;
      for (const [command, refusal] of refusals) {
        await expect(useCases[transferMoney](command)).rejects.toThrow(refusal);
      }
      expect([await balanceOf(mine.id), await balanceOf(other.id)]).toEqual(["10.00", "10.00"]);
      expect((await ledger.accountDirectory.entriesOf(mine.id, owner, 9)).items).toHaveLength(1);
    });

    test("in both directions by twenty at once loses nothing and waits for nobody in a circle", async ({ ledger }) => {
      const { ledger: useCases, open, transferOf, balanceOf } = testLedger(ledger);
      const [one, other] = [await open("50.00"), await open("50.00")];
      await Promise.all(
        twenty.map((_, n) =>
          useCases[transferMoney](
            n % 2 === 0 ? transferOf("3.00", one.id, other.id) : transferOf("1.00", other.id, one.id),
          ),
        ),
      );
      expect([await balanceOf(one.id), await balanceOf(other.id)]).toEqual(["30.00", "70.00"]);
    });

    test("by twenty at once of what is there ten times succeeds ten times", async ({ ledger }) => {
      const { ledger: useCases, open, transferOf, balanceOf } = testLedger(ledger);
      const [one, other] = [await open("10.00"), await open(null, stranger)];
      const outcomes = await Promise.allSettled(
        twenty.map(() => useCases[transferMoney](transferOf("1.00", one.id, other.id))),
      );
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(refused).toHaveLength(10);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(InsufficientFunds);
      expect([await balanceOf(one.id), await balanceOf(other.id)]).toEqual(["0.00", "10.00"]);
    });

    test("with the key of an earlier one is not done again", async ({ ledger }) => {
      const { ledger: useCases, open, transferOf, balanceOf } = testLedger(ledger);
      const [one, other] = [await open("10.00"), await open(null, stranger)];
      const command = transferOf("4.00", one.id, other.id);
      const first = await useCases[transferMoney](command);
      ledger.clock.forward({ hours: 1 });
      expect(await useCases[transferMoney]({ ...command, amount: "4" })).toEqual(first);
      for (const change of [{ amount: "5.00" }, { reference: "Rent" }, { toAccountId: unknown }]) {
        await expect(useCases[transferMoney]({ ...command, ...change })).rejects.toThrow(IdempotencyKeyReused);
      }
      expect(await balanceOf(one.id)).toBe("6.00");
    });

    test("that was refused can be asked for again with its key", async ({ ledger }) => {
      const { ledger: useCases, open, transferOf, newKey } = testLedger(ledger);
      const [one, other] = [await open(null), await open(null, stranger)];
      const command = transferOf("4.00", one.id, other.id);
      await expect(useCases[transferMoney](command)).rejects.toThrow(InsufficientFunds);
      await useCases.depositMoney({ ownerId: owner, accountId: one.id, amount: "9.00", idempotencyKey: newKey() });
      expect(await useCases[transferMoney](command)).toMatchObject({ balanceAfter: "5.00" });
    });
  });

  describe("a deposit or withdrawal", () => {
    test("changes the balance and becomes an entry", async ({ ledger }) => {
      const { ledger: useCases, open, newKey } = testLedger(ledger);
      const { id: accountId } = await open("10.00");
      const command = { ownerId: owner, accountId, amount: "4.5" };
      expect(await useCases.withdrawMoney({ ...command, idempotencyKey: newKey() })).toEqual({
        accountId,
        entryNumber: 2,
        amount: "4.50",
        balanceAfter: "5.50",
      });
      expect(await useCases.depositMoney({ ...command, idempotencyKey: newKey() })).toMatchObject({
        entryNumber: 3,
        balanceAfter: "10.00",
      });
    });

    test("is refused of another's account, and of more than there is", async ({ ledger }) => {
      const { ledger: useCases, open, newKey, balanceOf } = testLedger(ledger);
      const { id: accountId } = await open("10.00");
      const command = { ownerId: owner, accountId, amount: "10.01" };
      const refused = useCases.withdrawMoney({ ...command, idempotencyKey: newKey() });
      await expect(refused).rejects.toThrow(InsufficientFunds);
      const foreign = useCases.depositMoney({ ...command, ownerId: stranger, idempotencyKey: newKey() });
      await expect(foreign).rejects.toThrow(AccountNotFound);
      expect(await balanceOf(accountId)).toBe("10.00");
    });

    test("by the same key is another request than a withdrawal", async ({ ledger }) => {
      const { ledger: useCases, open } = testLedger(ledger);
      const { id: accountId } = await open("10.00");
      const command = { ownerId: owner, accountId, amount: "1.00", idempotencyKey: "the same" };
      await useCases.depositMoney(command);
      await expect(useCases.withdrawMoney(command)).rejects.toThrow(IdempotencyKeyReused);
    });
  });
}
