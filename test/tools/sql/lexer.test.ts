import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lex, unclosedProblem } from "#tools/sql/lexer.ts";
import type { TokenKind } from "#tools/sql/lexer.ts";

const parametersOf = (sql: string): string[] =>
  lex(sql)
    .filter(({ kind }) => kind === "parameter")
    .map(({ text }) => text);

const kindsOf = (sql: string): [TokenKind, string][] => lex(sql).map(({ kind, text }) => [kind, text]);

/** Pieces in which a colon and a name are not a parameter. */
const opaque = fc.constantFrom(
  "':no'",
  "'it''s :no'",
  String.raw`E'\':no'`,
  "E'a'\n  '\\':no'",
  '":no"',
  '"a"":no"',
  "$$:no$$",
  "$tag$ $$ :no $other$ $tag$",
  "/* :no */",
  "/* /* :no */ ' :no */",
  "-- :no ' \"\n",
  "x::no",
  "f(a:=1)",
);
const plain = fc.constantFrom(
  "SELECT",
  " ",
  "\n",
  "a",
  "1",
  "1.5e-3",
  "(",
  ")",
  "[1:2]",
  ",",
  "->>",
  "@>",
  "?|",
  "#>",
  "-",
  "*",
  "ü",
  "😀",
);

describe("the lexer", () => {
  test("loses no text, whatever it is given", () => {
    const fragment = fc.oneof(
      opaque,
      plain,
      fc.string({ unit: "binary" }),
      fc.constantFrom("'", '"', "/*", "*/", "$$", "$a$", "E'", "\\", ":", "--"),
    );
    fc.assert(
      fc.property(fc.array(fragment), (fragments) => {
        const sql = fragments.join("");
        const tokens = lex(sql);
        expect(tokens.map(({ text }) => text).join("")).toBe(sql);
        expect(tokens.every(({ text, offset }) => text !== "" && sql.startsWith(text, offset))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("finds the parameters between strings, comments and dollar quotes, and none inside", () => {
    const parameter = fc.constantFrom(":id", ":user_id", ":a1");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(opaque, plain), fc.option(parameter))), (parts) => {
        const sql = parts.map(([text, name]) => `${text} ${name ?? ""} `).join("");
        expect(parametersOf(sql)).toEqual(parts.flatMap(([, name]) => name ?? []));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["casts", "SELECT :a::text, b::int", [":a"]],
    ["a cast right before a parameter", "SELECT x:::a", [":a"]],
    ["slices with numbers and bounds left out", "SELECT a[1:2], a[:], a[1:], a[:2]", []],
    ["slices with parameters", "SELECT a[:low : :high], b[1: :high]", [":low", ":high", ":high"]],
    ["a slice up to a column", "SELECT a[1: n]", []],
    ["JSON operators", "SELECT a ? 'b', a ?| :keys, a #>> '{:no}', a @> :part", [":keys", ":part"]],
    ["named notation", "SELECT f(a := :x, b => :y)", [":x", ":y"]],
    ["a minus sign before a parameter", "SELECT 1 -:x, 2--:no\n", [":x"]],
    ["a dollar inside a word", "SELECT a$b$, :x, c$b$", [":x"]],
    ["a backslash at the end of a plain string", String.raw`SELECT '\', :x`, [":x"]],
    ["a comment inside an operator", "SELECT a */* :no */ :x", [":x"]],
    ["a comment that opens with a slash inside", "/*/ :no */ :x", [":x"]],
    ["an escape string that goes on on another line", "SELECT E'a' -- it's\n '\\' :no', :x", [":x"]],
    ["a word that ends in e before a string", String.raw`SELECT date'\' || :x`, [":x"]],
    ["Unicode and bit strings", "SELECT U&'d:no', B'01', x':no', :x", [":x"]],
  ])("understands %s", (_, sql, parameters) => {
    expect(parametersOf(sql)).toEqual(parameters);
  });

  test("takes numbers as PostgreSQL does", () => {
    expect(kindsOf("1.5e-3 0xFF_a .5 1..2")).toEqual([
      ["number", "1.5e-3"],
      ["space", " "],
      ["number", "0xFF_a"],
      ["space", " "],
      ["number", ".5"],
      ["space", " "],
      ["number", "1"],
      ["symbol", ".."],
      ["number", "2"],
    ]);
  });

  test.each([
    ["SELECT 'a''", "'", 7],
    ["SELECT E'a\\'", "E'", 7],
    ['SELECT "a', '"', 7],
    ["SELECT $a$ $$", "$a$", 7],
    ["SELECT /* /* */", "/*", 7],
    ["SELECT 'a;\n-- name: b :one\nSELECT 'c'", "'", 7],
    ["SELECT $$a;\n  --name: b :one\nSELECT $$c$$", "$$", 7],
    ['SELECT "a;\n-- name: b :one\nSELECT "c"', '"', 7],
  ])("reports where what is never closed begins: %j", (sql, opening, offset) => {
    expect(
      lex(sql)
        .filter(({ kind }) => kind === "unclosed")
        .map(unclosedProblem),
    ).toEqual([{ offset, message: `What ${opening} opens here is never closed.` }]);
  });

  test("lets the next statement begin where its header stands, whatever isn't closed above it", () => {
    const kinds = kindsOf("SELECT 'a;\n-- name: b :one\nSELECT 'c'").map(([kind]) => kind);
    expect(kinds).toEqual(["word", "space", "unclosed", "space", "line comment", "space", "word", "space", "string"]);
  });

  test("reports nothing when everything is closed, nor where a statement is commented out", () => {
    const sql = "SELECT 'a', $$b$$ /* c */;\n/*\n-- name: b :one\nSELECT 1;\n*/";
    expect(lex(sql).filter(({ kind }) => kind === "unclosed")).toEqual([]);
  });
});
