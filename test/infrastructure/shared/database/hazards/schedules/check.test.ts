import { describe, expect, test } from "vitest";
import { DatabaseUnavailable, DataSourceMisuse, OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { type Told, violations } from "./check.ts";
import type { Entry } from "./ledger.ts";

const first: Entry = { entry: 1, source: 0, target: 1, amount: 5 };
const second: Entry = { entry: 2, source: 1, target: 2, amount: 3 };
const third: Entry = { entry: 3, source: 2, target: 0, amount: 1 };
const committed: Told = { work: 7, outcome: "committed", entries: [first, second] };
const failed: Told = { work: 8, outcome: "failed", entries: [third], error: new DatabaseUnavailable("lost") };
const unknown: Told = { work: 9, outcome: "unknown", entries: [first, second], error: new OutcomeUnknown("lost") };

/** What the database holds when these entries, and only whole ones, were written. */
const storing = (...entries: Entry[]) => ({
  entries,
  balances: [0, 1, 2].map((account) =>
    entries.reduce(
      (sum, { source, target, amount }) => sum + (target === account ? amount : 0) - (source === account ? amount : 0),
      0,
    ),
  ),
});

describe("the checker of schedules", () => {
  test("is content with what was told", () => {
    expect(violations([committed, failed], storing(first, second))).toEqual([]);
    expect(violations([unknown], storing(first, second))).toEqual([]);
    expect(violations([unknown], storing())).toEqual([]);
  });

  test.for<[planted: string, told: readonly Told[], stored: readonly Entry[], found: RegExp]>([
    ["half of a committed work", [committed], [first], /Work 7 was committed, but 1 of its 2/],
    ["a committed work that is absent", [committed], [], /Work 7 was committed, but 0 of its 2/],
    ["a failed work that is present", [failed], [third], /Work 8 failed with .*lost, but 1 of its 1/],
    ["half of an unknown outcome", [unknown], [second], /work 9 is unknown .*1 of its 2/],
    ["an entry that is stored twice", [committed], [first, second, second], /Entry 2 is stored 2 times/],
    ["an entry of an earlier attempt", [committed], [first, second, third], /Entry 3 is stored, but no work/],
    ["an error that is none of ours", [{ ...failed, error: new TypeError("oops") }], [], /no proper error: .*oops/],
    ["a misuse", [{ ...failed, error: new DataSourceMisuse("rule") }], [], /no proper error/],
    ["no error", [{ ...failed, error: undefined }], [], /no proper error/],
  ])("finds %s", ([, told, stored, found]) => {
    const wrong = violations(told, storing(...stored));
    expect(wrong.filter((sentence) => found.test(sentence))).toHaveLength(1);
  });

  test("finds a lost update", () => {
    const { entries } = storing(first, second);
    expect(violations([committed], { entries, balances: [-5, 5, 3] })).toEqual([
      "Account 1 holds 5, but its entries sum up to 2.",
    ]);
  });
});
