import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runVitest } from "#test/support/run-vitest.ts";

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly status: string }[];
  }[];
}

test("every adapter that breaks a promise fails its contract, and passes what it keeps", async () => {
  const directory = await mkdtemp(join(tmpdir(), "plinth-contracts-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, "report.json");
  await runVitest(["--config", "test/support/planted/vitest.contracts.config.ts", "--outputFile", file]).finished;
  const report = JSON.parse(await readFile(file, "utf8")) as Report;
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const byAdapter = Object.entries(Object.groupBy(tests, ({ ancestorTitles }) => ancestorTitles[0] ?? ""));
  expect(byAdapter).toHaveLength(9);
  for (const [adapter, results = []] of byAdapter) {
    const statuses = results.map(({ status }) => status);
    expect(statuses, adapter).toContain("failed");
    expect(statuses, adapter).toContain("passed");
  }
});
