import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const projectDirectory = join(import.meta.dirname, "../..");
const page = readFileSync(join(projectDirectory, "docs/patterns.md"), "utf8");
const rows = page.split("\n").filter((line) => /^\| (?!I need|-)/.test(line));

test("every file that the page of patterns leads to is there", () => {
  expect(missingLinks(page)).toEqual([]);
  expect(missingLinks("[gone](../src/domain/identity/gone.ts)"), "one that isn't is told").toHaveLength(1);
});

test("each pattern is one link and one sentence", () => {
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => !/^\| [^|]+ \| \[[^\]]+\]\(\.\.\/[^)]+\): [^|]+[.)] +\|$/.test(row))).toEqual([]);
});

test("every sample context has patterns to show, and the README leads to the page", () => {
  const samples = [...page.matchAll(/\[(\w+)\]\(\.\.\/src\/application\/\1\/\1\.ts\)/g)].map(([, name]) => name);
  expect(samples.length).toBeGreaterThan(0);
  expect(samples.filter((name) => !rows.some((row) => row.includes(`/${name}/`)))).toEqual([]);
  expect(readFileSync(join(projectDirectory, "README.md"), "utf8")).toContain("](docs/patterns.md)");
});

function missingLinks(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link = ""]) => link);
  const folder = dirname(join(projectDirectory, "docs/patterns.md"));
  return links.filter((link) => !existsSync(join(folder, link)));
}
