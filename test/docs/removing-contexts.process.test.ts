import { execFile } from "node:child_process";
import { glob, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runTool } from "#test/architecture/run-tool.ts";
import { copyOfProject } from "#test/support/copy-of-project.ts";

const project = join(import.meta.dirname, "../..");

const page = await readFile(join(project, "docs/adding-a-context.md"), "utf8");
const [, section = ""] = /^## Removing the sample contexts$([^]*?)^## /m.exec(page) ?? [];
const [, commands = ""] = /```sh\n([^]*?)```/.exec(section) ?? [];
const [, list = ""] = /^rm -r \{[^}]*\}\/\{([^}]*)\}$/m.exec(commands.replaceAll(/^ +/gm, "")) ?? [];
const samples = list.split(",");

/** The paths that a numbered step of the section has in backticks. */
const filesOf = (step: number, ending: string): string[] => {
  const [, text = ""] = new RegExp(`^${step}\\. ([^]*?)^${step + 1}\\. `, "m").exec(section) ?? [];
  return [...text.matchAll(/`([\w/-]+\.\w+)`/g)].map(([, path = ""]) => path).filter((path) => path.endsWith(ending));
};

test("without the sample contexts, as the page removes them, nothing misses them", async () => {
  const root = await copyOfProject();
  const tables = await tablesOf(root);
  await promisify(execFile)("bash", ["-euc", commands], { cwd: root });
  for (const file of filesOf(2, ".ts")) await withoutSamples(join(root, file));
  const imported = 'import { expect, test } from "vitest";\nimport "#domain/ledger/account.ts";\n';
  const planted = `${imported}test("planted", () => expect("SELECT FROM ledger.entries").toBe(""));\n`;
  await writeFile(join(root, "test/planted.test.ts"), planted);
  await writeFile(join(root, "docs/planted.md"), "[gone](../src/domain/ledger/account.ts)");

  const [types, deadCode] = await Promise.all([
    runTool(root, "tsc"),
    runTool(root, "knip", "--reporter=compact", "--no-config-hints", "--no-progress"),
  ]);
  // What was planted is found, and nothing else.
  expect(types.output.match(/^\S+(?=\(\d+,\d+\): error)/gm)).toEqual(["test/planted.test.ts"]);
  expect(deadCode.output.trim().split("\n")).toEqual([
    "Unresolved imports (1)",
    "test/planted.test.ts: #domain/ledger/account.ts",
  ]);
  expect(await naming(root, tables)).toEqual([{ file: "test/planted.test.ts", names: ["ledger.entries"] }]);
  const toEdit = filesOf(3, ".md").filter((file) => existsSync(join(root, file)));
  expect(await withLinksToNothing(root)).toEqual(new Set(["docs/planted.md", ...toEdit]));
});

async function tablesOf(root: string): Promise<string[]> {
  const tables: string[] = [];
  for await (const file of glob(`migrations/{${samples.join()}}/*.up.sql`, { cwd: root })) {
    const text = await readFile(join(root, file), "utf8");
    tables.push(...[...text.matchAll(/^CREATE TABLE (\w+\.\w+)/gm)].map(([, table = ""]) => table));
  }
  return tables;
}

/** Deletes the imports of the samples, and their names in lists. */
async function withoutSamples(file: string): Promise<void> {
  const any = `(?:${samples.join("|")})`;
  const imports = new RegExp(`^import .*/${any}/.*\\n`, "gm");
  const names = new RegExp(`, "?${any}(?:Module|Lists)?"?(?=[,\\]])`, "g");
  const text = await readFile(file, "utf8");
  const rest = text.replaceAll(imports, "").replaceAll(names, "");
  expect(rest, file).not.toBe(text);
  await writeFile(file, rest);
}

/** The files that name one of the tables. */
async function naming(root: string, tables: readonly string[]): Promise<{ file: string; names: string[] }[]> {
  const pattern = new RegExp(`\\b(?:${tables.join("|")})\\b`, "g");
  const found: { file: string; names: string[] }[] = [];
  for await (const file of glob("{src,sql,migrations,test,tools,bench}/**/*.{ts,sql,mjs}", { cwd: root })) {
    const names = (await readFile(join(root, file), "utf8")).match(pattern);
    if (names !== null) found.push({ file, names });
  }
  return found;
}

async function withLinksToNothing(root: string): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const file of glob("{*,docs/**/*}.md", { cwd: root })) {
    const links = (await readFile(join(root, file), "utf8")).matchAll(/\]\((?!\w+:)([^)#]+)/g);
    for (const [, link = ""] of links) if (!existsSync(join(root, dirname(file), link))) found.add(file);
  }
  return found;
}
