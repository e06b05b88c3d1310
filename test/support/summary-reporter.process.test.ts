import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVitest } from "./run-vitest.ts";

const reporter = join(import.meta.dirname, "summary-reporter.ts");

test.concurrent.for([
  [
    "a green run",
    { a: "test('a', () => {}); test.skip('b', () => {}); test.todo('c');" },
    "1 passed, 0 failed, 2 skipped",
  ],
  ["a failed test", { a: "test('a', () => {}); test('b', () => expect(1).toBe(2));" }, "1 passed, 1 failed"],
  ["a file that does not load", { a: "test('a', () => {});", b: "throw new Error('no');" }, "1 passed, 1 failed"],
  [
    "a failed hook",
    { a: "describe('d', () => { afterAll(() => { throw 1; }); test('a', () => {}); });" },
    "1 passed, 1 failed",
  ],
  ["an unhandled error", { a: "test('a', () => void Promise.reject(new Error('lost')));" }, "1 passed, 1 failed"],
  ["no tests at all", {}, "0 passed, 1 failed"],
] as const)("%s: the last line counts it", async ([, files, expected], { onTestFinished }) => {
  const root = mkdtempSync(join(tmpdir(), "plinth-planted-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(root, `${name}.test.js`), source);
  const args = ["--root", root, "--globals", "--reporter=default", `--reporter=${reporter}`];
  const { code, lastLine } = await runVitest(args).finished;
  expect(lastLine).toBe(expected);
  expect(code).toBe(expected.includes(" 0 failed") ? 0 : 1);
});
