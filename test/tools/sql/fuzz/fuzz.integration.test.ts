import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { randomQuery, runFuzz } from "./run-fuzz.ts";

test("no random query gives a NULL where a column was said to be non-null", async ({ emptyDatabase }) => {
  const report = await runFuzz({ databaseUrl: emptyDatabase.url, seed: 1, count: 600 });
  expect(report.wrong).toEqual([]);
  expect(report.ran).toBe(600);
  expect(report.failed).toBeLessThan(30);
  expect(report.claims).toBeGreaterThan(200);
  expect(report.claimsByParameters).toBeGreaterThan(20);
});

test("a wrong claim is found, and the query's seed told", async ({ emptyDatabase }) => {
  const { wrong } = await runFuzz({
    databaseUrl: emptyDatabase.url,
    seed: 1,
    count: 30,
    judge: (nonNull) => nonNull.map(() => true),
  });
  expect(wrong.length).toBeGreaterThan(3);
  expect(wrong.map(({ sql }) => sql)).toEqual(wrong.map(({ seed }) => randomQuery(seed)));
});
