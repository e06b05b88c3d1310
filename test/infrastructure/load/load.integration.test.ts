import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { runLoad } from "./run-load.ts";

test("16 clients get what they are told and nothing else, while backends are killed", async ({ db, task }) => {
  const report = await runLoad(db.url, { goOn: (started) => started < 1200, seed: task.name.length });
  expect(report.violations).toEqual([]);
  expect(report.outcomes).toHaveLength(1200);
  expect(report.killed, "backends were killed").toBeGreaterThan(20);
  const lost = report.outcomes.filter(({ answer }) => answer.startsWith("503"));
  expect(lost.length, "and clients noticed").toBeGreaterThan(10);
  for (const kind of ["order 201", "order 409 product-not-available", "stock 200", "stock 409 not-enough-stock"]) {
    expect(report.answers[kind], kind).toBeGreaterThan(5);
  }
  for (const kind of ["transfer 201", "transfer 409 insufficient-funds"]) {
    expect(report.answers[kind], kind).toBeGreaterThan(5);
  }
});
