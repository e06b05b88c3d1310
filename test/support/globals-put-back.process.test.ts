import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVitest } from "./run-vitest.ts";

const setup = join(import.meta.dirname, "globals-put-back.ts");

test.concurrent.for([
  [
    "a spy on a fake timer",
    "vi.useFakeTimers(); vi.spyOn(globalThis, 'setInterval'); vi.useRealTimers();",
    "setInterval",
  ],
  ["fake timers", "vi.useFakeTimers();", "Date"],
  ["a variable of the environment", "process.env.PLANTED = '1';", "environment"],
  ["nothing", "vi.useFakeTimers(); vi.useRealTimers(); vi.spyOn(globalThis, 'setInterval');", undefined],
] as const)("a file that leaves %s", { timeout: 30_000 }, async ([, change, told], { onTestFinished }) => {
  const root = mkdtempSync(join(tmpdir(), "plinth-planted-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const config = { test: { globals: true, isolate: false, setupFiles: [setup] } };
  writeFileSync(join(root, "vitest.config.js"), `export default ${JSON.stringify(config)}`);
  writeFileSync(join(root, "a.test.js"), `test("a", () => { ${change} });`);
  const { code, output } = await runVitest(["--root", root]).finished;
  expect(code, output).toBe(told === undefined ? 0 : 1);
  if (told !== undefined) expect(output).toMatch(new RegExp(`did not put back[^]*"${told}"`));
});
