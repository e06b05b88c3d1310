import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "#tools/db/lint/rules/rules.ts";
import { excluded } from "#tools/db/lint/squawk.ts";
import { page, projectDirectory } from "./migrations-page.ts";

const section = (title: string) => new RegExp(`^## ${title}$(.*?)(?=^## |$(?![^]))`, "ms").exec(page)?.[1] ?? "";

test("the page has every rule of ours, in order, and no other", () => {
  const names = [...section("Lint").matchAll(/^\| `([\w-]+)`/gm)].map((match) => match[1]);
  expect(names).toEqual(rules.map(({ name }) => name));
});

test("the page says which rules also look at down files", () => {
  const marked = [...section("Lint").matchAll(/^\| `([\w-]+)` *\(d\)/gm)].map((match) => match[1]);
  expect(marked).toEqual(rules.filter(({ directions }) => directions.includes("down")).map(({ name }) => name));
});

test("the page names every rule of squawk that is off", () => {
  const text = section("Lint").split("squawk's rules that are off")[1] ?? "";
  expect([...text.matchAll(/`([\w-]+)`/g)].map((match) => match[1])).toEqual(Object.keys(excluded));
});

test("the page has every command", () => {
  const names = [...section("Commands").matchAll(/^\| (.*?) \|/gm)]
    .flatMap(([, cell = ""]) => [...cell.matchAll(/`([a-z-]+)/g)])
    .map((match) => match[1]);
  const files = readdirSync(join(projectDirectory, "tools/db/commands")).map((file) => file.replace(".ts", ""));
  expect(names).toEqual(expect.arrayContaining(files));
});

test("the tests that back the comparison are there, and so are the pages it links to", () => {
  const named = [...section("Beside others").matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1] ?? "");
  expect(named.length).toBeGreaterThan(3);
  const links = [...page.matchAll(/(?:\]\(|^\[\w+\]: )(?!https?:|#)([^)\s]+)/gm)].map(([, link = ""]) =>
    join(dirname(join(projectDirectory, "docs/migrations.md")), link),
  );
  const missing = [...named.map((file) => join(projectDirectory, file)), ...links].filter((file) => !existsSync(file));
  expect(missing).toEqual([]);
});

test("each row of the comparison has a cell for each tool, and a test for ours", () => {
  const rows = section("Beside others")
    .split("\n")
    .filter((line) => line.startsWith("| "));
  expect(new Set(rows.map((row) => row.split("|").length))).toEqual(new Set([8]));
  const ours = rows.slice(2).map((row) => row.split("|")[6] ?? "");
  expect(ours.filter((cell) => !/\(\[\d\]\)/.test(cell))).toEqual([]);
});
