import { expect, test } from "vitest";
import { summaryLine } from "./summary-reporter.ts";

test("skipped tests are only told of where there are some", () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: 0 }, 0)).toBe("3 passed, 0 failed");
  expect(summaryLine({ passed: 3, failed: 1, skipped: 2 }, 1)).toBe("3 passed, 1 failed, 2 skipped");
});
