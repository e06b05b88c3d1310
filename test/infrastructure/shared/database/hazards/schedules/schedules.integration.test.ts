import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { runSchedules } from "./run-schedule.ts";

// Others: npm run test:faults -- --schedules 1000 --seed 1000
test("in a hundred random schedules of works and faults, each work is done whole or not at all, and is told which", async ({
  adminUrl,
}) => {
  const outcomes = { committed: 0, failed: 0, unknown: 0, retried: 0, hit: 0 };
  const wrong: string[] = [];
  await runSchedules(adminUrl, { schedules: 100, seed: 1 }, (seed, { told, retries, hits, violations }) => {
    outcomes.retried += retries;
    outcomes.hit += hits;
    for (const { outcome } of told) outcomes[outcome]++;
    wrong.push(...violations.map((violation) => `npm run test:faults -- --schedules 1 --seed ${seed}: ${violation}`));
  });
  expect(wrong).toEqual([]);
  for (const [outcome, count] of Object.entries(outcomes)) expect(count, outcome).toBeGreaterThan(10);
});
