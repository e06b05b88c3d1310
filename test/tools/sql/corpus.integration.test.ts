import { describe, expect } from "vitest";
import postgres from "postgres";
import { test as base } from "#test/support/fixtures.ts";
import { openDescriber } from "#tools/sql/describer.ts";
import { findNonNullColumns } from "#tools/sql/nullability.ts";
import type { Case } from "./corpus/case.ts";
import { changes } from "./corpus/changes.ts";
import { expressions } from "./corpus/expressions.ts";
import { grouping } from "./corpus/grouping.ts";
import { refinement } from "./corpus/refinement.ts";
import { schema } from "./corpus/schema.ts";
import { tablesAndJoins } from "./corpus/tables-and-joins.ts";
import { wholeQueries } from "./corpus/whole-queries.ts";

const corpus: Readonly<Record<string, readonly Case[]>> = {
  "tables and joins": tablesAndJoins,
  "conditions that make columns non-null": refinement,
  "views, set operations, common table expressions and subqueries": wholeQueries,
  "groups and windows": grouping,
  expressions,
  "rows that a statement changes": changes,
};

const test = base
  .extend("sql", async ({ emptyDatabase }, { onCleanup }) => {
    const sql = postgres(emptyDatabase.url, { max: 1, onnotice: () => {}, connection: { search_path: "care" } });
    onCleanup(() => sql.end());
    await sql.unsafe(schema);
    return sql;
  })
  .extend("judge", async ({ emptyDatabase, sql: _migrated }, { onCleanup }) => {
    const url = new URL(emptyDatabase.url);
    url.searchParams.set("search_path", "care");
    const describer = await openDescriber(url.href);
    onCleanup(() => describer.close());
    return async (query: string): Promise<boolean[]> => {
      const { tree } = await describer.describe(query);
      return findNonNullColumns(tree, describer.catalog);
    };
  });

describe("the nullability of columns", () => {
  for (const [topic, cases] of Object.entries(corpus)) {
    test(`is as decided by hand for ${topic}`, async ({ judge, sql }) => {
      for (const [query, expected] of cases) {
        const claimed = await judge(query);
        expect.soft(claimed.map((nonNull) => (nonNull ? "!" : "?")).join(""), query).toBe(expected);
        const nulls = await columnsWithNull(sql, query);
        expect
          .soft(
            nulls.filter((column) => claimed[column]),
            query,
          )
          .toEqual([]);
      }
    });
  }

  test("is checked with at least 120 queries", () => {
    expect(Object.values(corpus).flat().length).toBeGreaterThanOrEqual(120);
  });
});

/** The columns, counted from 0, in which a run of the query gives a NULL. Its changes are undone. */
async function columnsWithNull(sql: postgres.Sql, query: string): Promise<number[]> {
  await sql.unsafe("BEGIN");
  const rows: readonly (readonly (Buffer | null)[])[] = await sql.unsafe(query).raw();
  await sql.unsafe("ROLLBACK");
  const [first = []] = rows;
  return [...first.keys()].filter((column) => rows.some((row) => row[column] === null));
}
