import { describe, expect, test } from "vitest";
import { lex } from "#tools/sql/lexer.ts";
import { toPositionalText } from "#tools/sql/positional-text.ts";

const compile = (sql: string) => toPositionalText(lex(sql));

describe("the text for PostgreSQL", () => {
  test("has a position for each name, the same for the same name", () => {
    const { text, parameters } = compile("SELECT :b::int, :a, :b, ':b', $$:a$$");
    expect(text).toBe("SELECT $1::int, $2, $1, ':b', $$:a$$");
    expect(parameters.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  test("keeps the author's lines, without comments and the lines they leave empty", () => {
    const { text } = compile(`SELECT a, -- the first
  b /* and /* the */ second */ , c
  -- nothing else

FROM t
/* all
   of them */
WHERE d = 'x -- not a comment

  y'`);
    expect(text).toBe("SELECT a,\n  b , c\nFROM t\nWHERE d = 'x -- not a comment\n\n  y'");
  });

  test("keeps apart what a comment kept apart", () => {
    expect(compile("SELECT/**/1").text).toBe("SELECT 1");
  });

  test("leads each position of PostgreSQL's back to the author's text", () => {
    const source = "SELECT '😀', :long_name /* comment */ AS a,\n  -- why\n  wrong FROM t";
    const { text, offsetOf } = compile(source);
    const positionOf = (part: string): number => [...text.slice(0, text.indexOf(part))].length + 1;
    for (const part of ["SELECT", "'😀'", "AS", "wrong", "rong", "FROM"]) {
      expect(offsetOf(positionOf(part))).toBe(source.indexOf(part));
    }
    expect(offsetOf(positionOf("$1"))).toBe(source.indexOf(":long_name"));
    expect(offsetOf(text.length + 1)).toBe(source.length);
  });

  test.each([
    ["SELECT :userId", "The parameter :userId isn't in snake_case."],
    ["SELECT $1", "$1 is a parameter without a name."],
    ["SELECT a[1:n]", "Is :n a parameter, or the end of an array slice?"],
    ["SELECT a[b:n]", "Is :n a parameter, or the end of an array slice?"],
    ["SELECT :a_1, :a1", "The parameters :a_1 and :a1 both become a1: rename one."],
  ])("%s is refused", (sql, message) => {
    expect(compile(sql).problems).toMatchObject([{ message }]);
  });
});
