import { describe, expect } from "vitest";
import { answerOnce } from "#application/ledger/answer-once.ts";
import { IdempotencyKeyReused } from "#domain/ledger/errors.ts";
import type { LedgerTest } from "#test/support/ledger/ledger-adapters.ts";
import { owner, stranger } from "#test/support/ledger/test-ledger.ts";

const request = { ownerId: owner, key: "key", content: ["deposit", "1.00", null] };

/** What every `IdempotentAnswers` promises, together with the `Transactions` beside it. */
export function idempotentAnswersContract(test: LedgerTest): void {
  describe("a request with a key", () => {
    test("is done once, and gets the first answer every time", async ({ ledger }) => {
      let count = 0;
      const work = async () => ({ count: ++count, text: "é'\"\\", none: null });
      const first = await answerOnce(ledger, request, work);
      expect(first).toEqual({ count: 1, text: "é'\"\\", none: null });
      expect(await answerOnce(ledger, request, work)).toEqual(first);
      expect(count).toBe(1);
    });

    test("that is sent by twenty at once is done once, and all get its answer", async ({ ledger }) => {
      let count = 0;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => answerOnce(ledger, request, async () => ({ count: ++count }))),
      );
      expect(count).toBe(1);
      for (const answer of answers) expect(answer).toEqual({ count: 1 });
    });

    test("for something else is refused, and does nothing", async ({ ledger }) => {
      await answerOnce(ledger, request, async () => ({ done: true }));
      const other = { ...request, content: ["deposit", "2.00", null] };
      const work = answerOnce(ledger, other, () => Promise.reject(new Error("was done")));
      await expect(work).rejects.toThrow(IdempotencyKeyReused);
    });

    test("is another one for somebody else", async ({ ledger }) => {
      await answerOnce(ledger, request, async () => ({ of: "owner" }));
      const answer = await answerOnce(ledger, { ...request, ownerId: stranger }, async () => ({ of: "stranger" }));
      expect(answer).toEqual({ of: "stranger" });
    });

    test("that fails is not kept: it can be asked anew", async ({ ledger }) => {
      const failure = answerOnce(ledger, request, () => Promise.reject(new Error("not now")));
      await expect(failure).rejects.toThrow("not now");
      expect(await answerOnce(ledger, request, async () => ({ done: true }))).toEqual({ done: true });
    });
  });

  test("what is older is forgotten, and what is younger kept", async ({ ledger }) => {
    await answerOnce(ledger, request, async () => ({ count: 1 }));
    ledger.clock.forward({ days: 7 });
    const young = { ...request, key: "young" };
    await answerOnce(ledger, young, async () => ({ count: 1 }));
    expect(await ledger.answers.forget(ledger.clock.now())).toBe(1);
    expect(await answerOnce(ledger, request, async () => ({ count: 2 }))).toEqual({ count: 2 });
    expect(await answerOnce(ledger, young, async () => ({ count: 2 }))).toEqual({ count: 1 });
  });
}
