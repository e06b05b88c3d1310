import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { runSoak } from "./run-soak.ts";

// Longer, and with an eye on the memory: npm run test:soak
test("seconds of load while backends are killed lose, leak and leave nothing", async ({ emptyDatabase }) => {
  const options = { seed: 1, milliseconds: 3_000, slope: Infinity, onProgress: () => undefined };
  const { violations, kills, acknowledged, refused } = await runSoak(emptyDatabase.url, options);
  expect(violations).toEqual([]);
  expect(kills).toBeGreaterThan(1);
  expect(acknowledged).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(1);
});
