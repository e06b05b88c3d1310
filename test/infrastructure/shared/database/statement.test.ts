import { describe, expect, test } from "vitest";
import { UnexpectedRowCount } from "#infrastructure/shared/database/errors.ts";
import {
  type Connection,
  exec,
  many,
  maybe,
  one,
  type StatementResult,
} from "#infrastructure/shared/database/statement.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";

/** Answers each statement with `rows`; keeps the parameters. */
const connectionOf = (...rows: object[]): Connection & { given: object[] } => ({
  given: [],
  async execute<Result>(_: unknown, parameters: object, read?: (answer: StatementResult) => Result) {
    this.given.push(parameters);
    const answer = { rows, count: rows.length };
    return read === undefined ? (answer as Result) : read(answer);
  },
});
const some = statement("SELECT $1, $2", [25, 25], "test.some");

describe("a compiled query", () => {
  test("hands on the named parameters, none where all are optional", async () => {
    const connection = connectionOf();
    await many<{ 0: string; 1: string | null }, object>(some)(connection, { 1: null, 0: "a" });
    await many<{ 0?: string }, object>(some)(connection);
    expect(connection.given).toEqual([{ 0: "a", 1: null }, {}]);
  });

  test("of exactly one row refuses none and two", async () => {
    const query = one<object, { a: number }>(some);
    expect(await query(connectionOf({ a: 1 }))).toEqual({ a: 1 });
    await expect(query(connectionOf())).rejects.toThrow("test.some must return exactly one row, but returned 0.");
    await expect(query(connectionOf({}, {}))).rejects.toThrow(UnexpectedRowCount);
  });

  test("of one row or none refuses two", async () => {
    const query = maybe<object, { a: number }>(some);
    expect(await query(connectionOf({ a: 1 }))).toEqual({ a: 1 });
    expect(await query(connectionOf())).toBeUndefined();
    await expect(query(connectionOf({}, {}))).rejects.toThrow("at most one row, but returned 2.");
  });

  test("of many rows gives all, and without rows the number touched", async () => {
    expect(await many<object, object>(some)(connectionOf({ a: 1 }, { a: 2 }))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await exec<object>(some)(connectionOf({}, {}))).toBe(2);
  });
});
