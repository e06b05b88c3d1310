import { writeSync } from "node:fs";
import type { Reporter, TestModule, Vitest } from "vitest/node";

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Makes the last line of a run `N passed, N failed`, followed by `, N skipped` where tests were skipped or are to do. */
export default class SummaryReporter implements Reporter {
  #summary: Summary = { passed: 0, failed: 0, skipped: 0 };

  onInit(vitest: Vitest): void {
    if (vitest.config.watch) return;
    // Last of all, after what the other reporters and the global teardown have to say.
    process.on("exit", (code) => writeSync(process.stdout.fd, `${summaryLine(this.#summary, code)}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.#summary = summarize(modules, unhandledErrors);
  }
}

/** Counts as failed also what has no test of its own: a file that doesn't load, a hook, an unhandled error. */
export function summarize(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Summary {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const brokenGroups = groups.filter((group) => group.errors().length > 0);
  return {
    passed: states.filter((state) => state === "passed").length,
    failed: states.filter((state) => state === "failed").length + brokenGroups.length + unhandledErrors.length,
    skipped: states.filter((state) => state === "skipped" || state === "pending").length,
  };
}

/** A red run never says "0 failed", whatever made it red: no test files, a global setup that failed. */
export function summaryLine({ passed, failed, skipped }: Summary, exitCode: number): string {
  const counted = exitCode !== 0 && failed === 0 ? 1 : failed;
  return `${passed} passed, ${counted} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
