import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { copyOfProject } from "./copy-of-project.ts";
import { test } from "./fixtures.ts";
import { runVitest } from "./run-vitest.ts";

const root = join(import.meta.dirname, "../..");
const text = await readFile(join(root, "docs/testing.md"), "utf8");
const samples = [...text.matchAll(/^```ts\n(import .*?)^```$/gms)]
  .map(([, sample = ""]) => sample)
  .filter((sample) => sample.includes('test("'));
const paths = text.match(/(?<=`)(test|bench|sql|docs)\/[\w./-]+\.\w+(?=`)/g) ?? [];

describe("docs/testing.md", () => {
  test("has samples that are green as they stand there", async ({ adminUrl }) => {
    const copy = await copyOfProject();
    const files = samples.map((_, index) => join(copy, `test/documented-${index}.integration.test.ts`));
    await Promise.all(files.map((file, index) => writeFile(file, samples[index] ?? "")));
    const { output, lastLine } = await runVitest(["documented"], { TEST_DATABASE_URL: adminUrl }, { directory: copy })
      .finished;
    expect(lastLine, output).toBe(`${samples.length} passed, 0 failed`);
  });

  test("begins with a test of ten lines", () => {
    expect(samples.length).toBeGreaterThan(1);
    expect(text.indexOf(samples[0] ?? "")).toBe(text.indexOf("```ts\n") + "```ts\n".length);
    expect(samples[0]?.trimEnd().split("\n")).toHaveLength(10);
  });

  test.for(paths.filter((path) => !path.includes("my-first")))("names a file that is there: %s", async (path) => {
    await expect(readFile(join(root, path))).resolves.toBeDefined();
  });
});
