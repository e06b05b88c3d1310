import { join } from "node:path";
import { loadModule, parseSync, scanSync } from "libpg-query";
import { beforeAll, describe, expect, test } from "vitest";
import { readSqlFolder } from "#tools/sql/sql-files.ts";
import { parseStatementFile } from "#tools/sql/statement-file.ts";

beforeAll(() => loadModule());

const { files } = await readSqlFolder(join(import.meta.dirname, "../../../sql"));

/** What psql sends once its variables are set: PostgreSQL's own scanner says what is text, comment, `::` or `:name`. */
function withVariables(source: string, value: string): string {
  const bytes = Buffer.from(source);
  const tokens = scanSync(source).tokens.map(({ start, end }) => ({
    start,
    end,
    text: bytes.subarray(start, end).toString(),
  }));
  let sent = "";
  let after = 0;
  for (const [index, colon] of tokens.entries()) {
    const name = tokens[index + 1];
    if (colon.text !== ":" || name?.start !== colon.end || !/^\w+$/.test(name.text)) continue;
    sent += bytes.subarray(after, colon.start).toString() + value;
    after = name.end;
  }
  return sent + bytes.subarray(after).toString();
}

/** How many statements PostgreSQL's parser finds. @throws its error */
function countStatements(sql: string): number {
  return parseSync(sql).stmts?.length ?? 0;
}

describe("a file of ours in psql", () => {
  test.for(files.map((file) => [file.path.split("/").slice(-2).join("/"), file] as const))(
    "is SQL as it is, with its parameters as variables: %s",
    ([, { source }]) => {
      const { statements } = parseStatementFile(source);
      expect(statements.length).toBeGreaterThan(0);
      expect(countStatements(withVariables(source, "'1'"))).toBe(statements.length);
    },
  );

  test("has its parameters replaced, and nothing else", () => {
    const source =
      "-- name: a :one\nSELECT ':b' AS \"c:d\", :e::int, tags[1: :f], $$:g$$ /* :h */ FROM x WHERE y = :i;";
    expect(withVariables(source, "7")).toBe(
      "-- name: a :one\nSELECT ':b' AS \"c:d\", 7::int, tags[1: 7], $$:g$$ /* :h */ FROM x WHERE y = 7;",
    );
  });

  test("would be found out with anything but SQL in a body", () => {
    expect(() => countStatements(withVariables("-- name: a :many\nSELECT id FROM x ORDER BY :order?;", "1"))).toThrow(
      "syntax error",
    );
    expect(() => countStatements("-- name: a :many\nSELECT id FROM {{table}};")).toThrow("syntax error");
  });
});
