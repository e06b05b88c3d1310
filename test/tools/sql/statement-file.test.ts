import { describe, expect, test } from "vitest";
import { parseStatementFile } from "#tools/sql/statement-file.ts";

const textOf = (source: string): string[] =>
  parseStatementFile(source).statements.map(({ body }) => body.map(({ text }) => text).join(""));

const faultsOf = (source: string): string[] =>
  parseStatementFile(source).problems.map(({ offset, message }) => `${offset}: ${message}`);

describe("a .sql file", () => {
  test("is split into its statements with their headers", () => {
    const { statements, problems } = parseStatementFile(`
-- Anything may be said here: there is no statement yet.
-- name: findUser :maybe
-- The user, unless deleted.
--
-- Note: this is documentation, and so is https://example.org.
-- column total: not null
-- param search: nullable
SELECT ';' -- a comment; in the middle
FROM users;

/* Between statements too. */
-- name: removeUser :exec
DELETE FROM users;
`);
    expect(problems).toEqual([]);
    expect(statements).toMatchObject([
      {
        name: "findUser",
        kind: "maybe",
        documentation: ["The user, unless deleted.", "", "Note: this is documentation, and so is https://example.org."],
        overrides: [
          { target: "column", name: "total", nullable: false },
          { target: "param", name: "search", nullable: true },
        ],
      },
      { name: "removeUser", kind: "exec", documentation: [], overrides: [] },
    ]);
  });

  test("gives a statement its text from the first word to the last, without the semicolon", () => {
    expect(textOf("-- name: a :one\n\n  SELECT 1\n  -- why\n  AS b;\n-- name: b :one\nSELECT 2 ;")).toEqual([
      "SELECT 1\n  -- why\n  AS b",
      "SELECT 2 ",
    ]);
  });

  test("gives the other statements of a file in which one doesn't close a string", () => {
    expect(textOf("-- name: a :one\nSELECT 'abc AS x;\n-- name: b :one\nSELECT 'b' AS b;")).toEqual([
      "SELECT 'b' AS b",
    ]);
  });

  test("may be empty", () => {
    expect(parseStatementFile("")).toMatchObject({ statements: [], problems: [] });
  });

  test.each([
    ["SQL without a header", "SELECT 1;\nSELECT 2;", ["0: This SQL has no header.", "10: This SQL has no header."]],
    ["a stray semicolon", "-- name: a :one\nSELECT 1;;", ["25: There is no statement before this semicolon."]],
    ["a missing semicolon at the end", "-- name: a :one\nSELECT 1 -- end\n", ["24: a doesn't end with a semicolon."]],
    [
      "a missing semicolon before the next header",
      "-- name: a :one\nSELECT 1\n-- name: b :one\nSELECT 2;",
      ["24: a doesn't end with a semicolon."],
    ],
    ["a header without SQL", "-- name: a :one\n;", ["0: a has no SQL below its header."]],
    ["a header before another", "-- name: a :one\n-- name: b :one\nSELECT 1;", ["0: a has no SQL below its header."]],
    [
      "two statements of one name",
      "-- name: a :one\nSELECT 1;\n-- name: a :one\nSELECT 1;",
      ["26: This file has another statement called a."],
    ],
    ["a name that isn't camelCase", "-- name: find_it :one\nSELECT 1;", ["0: A statement can't be called find_it."]],
    ["a name that TypeScript reserves", "-- name: delete :one\nSELECT 1;", ["0: A statement can't be called delete."]],
    ["a name that it may import", "-- name: byOrder :one\nSELECT 1;", ["0: A statement can't be called byOrder."]],
    [
      "a name that the generated file imports",
      "-- name: many :one\nSELECT 1;",
      ["0: A statement can't be called many."],
    ],
    ["an unknown kind", "-- name: a :first\nSELECT 1;", ["0: Expected a name and a kind: name: a :first"]],
    ["no kind", "-- name: a\nSELECT 1;", ["0: Expected a name and a kind: name: a"]],
    [
      "a misspelt directive",
      "-- name: a :one\n-- colum b: nullable\nSELECT 1;",
      ["16: Unknown directive: colum b: nullable"],
    ],
    [
      "a directive in capitals",
      "-- name: a :one\n-- Column b: nullable\nSELECT 1;",
      ["16: Unknown directive: Column b: nullable"],
    ],
    ["another tool's directive", "-- name: a :one\n-- @param b\nSELECT 1;", ["16: Unknown directive: @param b"]],
    [
      "an unknown override",
      "-- name: a :one\n-- column b: notnull\nSELECT 1;",
      ["16: Expected an override: column b: notnull"],
    ],
    [
      "an override without colon",
      "-- name: a :one\n-- param b nullable\nSELECT 1;",
      ["16: Expected an override: param b nullable"],
    ],
    [
      "an override below the SQL",
      "-- name: a :one\nSELECT 1\n-- column b: nullable\n;",
      ["25: This override is not in a header."],
    ],
    [
      "an override above the name",
      "-- column b: nullable\n-- name: a :one\nSELECT 1;",
      ["0: This override is not in a header."],
    ],
    ["an unclosed string", "-- name: a :one\nSELECT 'b;", ["23: What ' opens here is never closed."]],
    [
      "an unclosed string, and faults in the statements around it",
      "-- name: a :first\nSELECT 1;\n-- name: b :one\nSELECT 'b AS b;\n-- name: c :one\nSELECT 'c';;",
      [
        "0: Expected a name and a kind: name: a :first",
        "51: What ' opens here is never closed.",
        "87: There is no statement before this semicolon.",
      ],
    ],
  ])("with %s is refused at that place", (_, source, faults) => {
    expect(faultsOf(source)).toEqual(faults);
  });
});
