import { describe, expect, test } from "vitest";
import { UnexpectedRowCount } from "#infrastructure/shared/database/errors.ts";
import { type Connection, exec, many, maybe, one } from "#infrastructure/shared/database/statement.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";

const connectionOf = (...rows: object[]): Connection => ({ execute: async () => ({ rows, count: rows.length }) });
const some = statement("SELECT $1, $2", [25, 25], "test.some");

describe("a compiled query", () => {
  test("gives the named parameters in the order of their positions", async () => {
    const given: (readonly unknown[])[] = [];
    const connection: Connection = {
      execute: async (_, values) => {
        given.push(values);
        return { rows: [], count: 0 };
      },
    };
    const query = many<{ p1: string; p2: string | null }, object>(some);
    await query(connection, { p2: null, p1: "a" });
    const optional = many<{ p1?: string }, object>(some);
    await optional(connection);
    expect(given).toEqual([
      ["a", null],
      [undefined, undefined],
    ]);
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
