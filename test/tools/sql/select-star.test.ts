import { describe, expect, test } from "vitest";
import { lex } from "#tools/sql/lexer.ts";
import { findSelectStars } from "#tools/sql/select-star.ts";

const starsIn = (sql: string): number => findSelectStars(lex(sql)).length;

describe("a star that stands for columns", () => {
  test.each([
    "SELECT * FROM a",
    "select a.b, c.* from a",
    "SELECT DISTINCT * FROM a",
    "SELECT DISTINCT ON (b) * FROM a",
    "SELECT 1, * FROM a",
    "INSERT INTO a VALUES (1) RETURNING *",
    "DELETE FROM a RETURNING a.*",
    "SELECT b FROM (SELECT /* all */ * FROM a) x",
    'SELECT "c".* FROM a',
  ])("is found in %s", (sql) => {
    expect(starsIn(sql)).toBe(1);
  });

  test.each([
    "SELECT count(*) FROM a",
    "SELECT a * b, (a) * 2, 3 * (b) FROM a",
    "SELECT EXISTS (SELECT * FROM a)",
    "SELECT '*', \"*\" FROM a -- *",
    "SELECT row_to_json(a.*) FROM a",
  ])("is not found in %s", (sql) => {
    expect(starsIn(sql)).toBe(0);
  });
});
