import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVitest } from "./run-vitest.ts";

const setup = join(import.meta.dirname, "globals-put-back.ts");
const reporter = join(import.meta.dirname, "summary-reporter.ts");

test.concurrent.for([
  [
    "a spy on a fake timer",
    "vi.useFakeTimers(); vi.spyOn(globalThis, 'setInterval'); vi.useRealTimers();",
    /did not put back[^]*"setInterval"/,
  ],
  ["fake timers", "vi.useFakeTimers();", /did not put back[^]*"Date"/],
  ["a variable of the environment", "process.env.PLANTED = '1';", /did not put back[^]*"environment"/],
  ["nothing", "vi.useFakeTimers(); vi.useRealTimers(); vi.spyOn(globalThis, 'setInterval');", /^1 passed, 0 failed$/m],
] as const)("a file that leaves %s", async ([, change, told], { onTestFinished }) => {
  const root = mkdtempSync(join(tmpdir(), "plinth-planted-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const reporters = ["default", reporter];
  const config = { test: { globals: true, isolate: false, setupFiles: [setup], reporters } };
  writeFileSync(join(root, "vitest.config.js"), `export default ${JSON.stringify(config)}`);
  writeFileSync(join(root, "a.test.js"), `test("a", () => { ${change} });`);
  const { output } = await runVitest(["--root", root]).finished;
  expect(output).toMatch(told);
});
