import { describe, expect } from "vitest";
import { test } from "./vet/vetted.ts";

describe("a fault of one column", () => {
  test.for([
    ["no name", "SELECT id, /* 😀 */ 1 + id FROM shop.users WHERE id = :id", "1 + id FROM", "Column 2 has no name."],
    ["a name twice", "SELECT id,\n  name AS id FROM shop.users WHERE id = :id", "name AS id", "Two columns become id"],
    [
      "a name twice, in RETURNING",
      "DELETE FROM shop.users WHERE id = :id RETURNING id, lower(name) AS id",
      "lower(",
      "Two",
    ],
    [
      "a type without TypeScript",
      "SELECT id, '<a/>'::xml AS doc FROM shop.users WHERE id = :id",
      "'<a/>'",
      "of type xml",
    ],
    ["no name, in a UNION", "SELECT id, 1 + 1 FROM shop.users WHERE id = 1 UNION SELECT 2, 3", "1 + 1", "has no name"],
  ])("is shown at the column: %s", async ([, sql = "", at, message], { faultsOf }) => {
    const [fault, ...others] = await faultsOf(sql);
    expect(others).toEqual([]);
    expect(fault?.message).toContain(message);
    expect(fault?.at.slice(0, at?.length)).toBe(at);
  });
});

describe("a fault that PostgreSQL gives no place", () => {
  test.for([
    [
      "when it is asked about the statement",
      "SELECT count(*) AS n FROM shop.users FOR UPDATE",
      "FOR UPDATE is not allowed",
    ],
    ["when it makes the plan", "SELECT 1 / 0 AS n", "division by zero"],
    ["when it makes the plan of a foreign table", "SELECT id FROM shop.far", 'wrapper "dummy" has no handler'],
  ])("is shown at the first word: %s", async ([, sql = "", message], { faultsOf }) => {
    expect(await faultsOf(sql, "many", "-- Documentation.\n")).toMatchObject([
      { message: expect.stringContaining(message ?? "?") as string, at: `${sql};\n` },
    ]);
  });
});
