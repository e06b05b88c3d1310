import fc from "fast-check";
import { loadModule } from "libpg-query";
import { beforeAll, describe, expect, test } from "vitest";
import { compareWithPostgres } from "./compare.ts";
import { randomSql } from "./random-sql.ts";

beforeAll(() => loadModule());

describe("the lexer beside PostgreSQL's scanner", () => {
  test("cuts random text in the same places: `npm run sql:fuzz-lexer` tries 20,000", () => {
    const samples = fc.sample(randomSql, { numRuns: 2000, seed: 1 });
    const results = samples.map((sql) => ({ sql, result: compareWithPostgres(sql) }));
    expect(results.filter(({ result }) => typeof result === "object")).toEqual([]);
    expect(results.filter(({ result }) => result === "agree").length).toBeGreaterThan(500);
  });

  test.each(["'a'\n'b'", "E'\\''", "U&'a' UESCAPE '!'", "$a$ $$ $a$", "/* /* */ */", ":a::b", "x'1F'", "1..2"])(
    "agrees on %s",
    (sql) => {
      expect(compareWithPostgres(sql)).toBe("agree");
    },
  );

  test.each(["'a", "$a$ $b$", "/* /* */", "E'\\'"])("finds with PostgreSQL that %s isn't closed", (sql) => {
    expect(compareWithPostgres(sql)).toBe("refused by PostgreSQL");
  });
});
