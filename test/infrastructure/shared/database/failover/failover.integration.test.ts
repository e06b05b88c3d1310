import { expect, test } from "vitest";
import { makeRunDirectory } from "#test/support/run-directory.ts";
import { runFailover } from "./run-failover.ts";

test("a primary that dies under load is followed by its standby: nothing acknowledged is lost, nothing hangs", async ({
  onTestFinished,
}) => {
  const directory = await makeRunDirectory();
  onTestFinished(() => directory.remove());
  const workers = 8;
  const { committed, failed, violations } = await runFailover(directory.path, { workers, load: 500, detection: 300 });
  expect(violations).toEqual([]);
  expect(committed).toBeGreaterThan(workers);
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0);
  expect(failures, "what was in flight").toBeGreaterThan(0);
});
