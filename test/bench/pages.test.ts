import { describe, expect, test } from "vitest";
import { filteredLists, lists } from "#test/support/lists/lists.ts";
import { readArguments } from "../../bench/pages/arguments.ts";
import type { Comparison } from "../../bench/pages/measure.ts";
import { tableOf } from "../../bench/pages/table.ts";

describe("the options of bench:pages", () => {
  test("are a million rows of every list, unless given", () => {
    expect(readArguments([])).toMatchObject({
      rows: 1_000_000,
      rounds: 5,
      lists: expect.arrayContaining([...lists]) as unknown,
    });
    const last = [...lists, ...filteredLists].slice(-2);
    const only = last.map(({ name }) => name).join(", ");
    expect(readArguments(["--rows", "20000", "--only", only])).toMatchObject({ rows: 20_000, lists: last });
  });

  test.for([
    [["--rows", "19999"], /^--rows expects a whole number from 20000 on, but got "19999"/],
    [["--rounds", "many"], /^--rounds expects a whole number/],
    [["--only", `${lists[0]?.name},invoices`], /^--only expects beginnings of .*, but got invoices\.$/],
  ] as const)("are refused with what was expected: %s", ([given, message]) => {
    expect(() => readArguments(given)).toThrow(message);
  });
});

describe("the table of bench:pages", () => {
  const comparison: Comparison = {
    list: { name: "users", operation: "GET /users", path: "/users", rows: { name: "users", sql: () => "" } },
    page: 1000,
    first: 2,
    late: 2.2,
    ratio: { median: 1.1, least: 1, most: 1.2 },
    blocks: { custom: [3, 8], generic: [30, 49] },
  };

  test("has a line for each list, and misses nothing where a page costs half more and a few blocks", () => {
    const { lines, missed } = tableOf([comparison]);
    expect(lines.at(-1)).toMatch(
      /^\| users \| +1000 \| +2\.00 ms \| +2\.20 ms \| 1\.10 \(1\.00-1\.20\) \| +3 → 8 \| +30 → 49 \|$/,
    );
    expect(new Set(lines.map((line) => line.length)).size, "columns are aligned").toBe(1);
    expect(missed).toEqual([]);
  });

  test("tells what a page costs too much: time, or blocks with either plan", () => {
    const dear = { ...comparison, ratio: { median: 1.51, least: 1, most: 9 } };
    expect(tableOf([dear]).missed).toEqual([
      "Expected page 1000 of users to cost at most 1.5 times the first, but it takes 1.51 times as long.",
    ]);
    const wide: Comparison = { ...comparison, blocks: { custom: [3, 9], generic: [30, 50] } };
    expect(tableOf([wide]).missed).toEqual([
      "Expected page 1000 of users to cost at most 1.5 times the first, but with the custom plan it touches 9 blocks, the first 3.",
      "Expected page 1000 of users to cost at most 1.5 times the first, but with the generic plan it touches 50 blocks, the first 30.",
    ]);
  });
});
