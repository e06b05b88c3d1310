import { describe, expect, test } from "vitest";
import { cleanHouse } from "./clean-house.ts";
import { plant } from "./planted-tree.ts";
import { runTool } from "./run-tool.ts";

describe("the type check", () => {
  test.for([
    ["exactOptionalPropertyTypes", "const a: { b?: string } = { b: undefined };\nexport { a };", "TS2375"],
    ["noUncheckedIndexedAccess", "const a = [1];\nexport const b: number = a[0];", "TS2322"],
    ["erasableSyntaxOnly", "export enum A {\n  B,\n}", "TS1294"],
    ["verbatimModuleSyntax", 'import { Id } from "#domain/shared/id.ts";\nexport type A = Id;', "TS1484"],
  ] as const)("has %s switched on", async ([, content, code]) => {
    const id = { "src/domain/shared/id.ts": cleanHouse["src/domain/shared/id.ts"] };
    const root = await plant({ ...id, "src/domain/shared/planted.ts": content }, ["tsconfig.json"]);
    const { code: exitCode, output } = await runTool(root, "tsc");
    expect(output).toMatch(new RegExp(`^src/domain/shared/planted\\.ts.*error ${code}`));
    expect(exitCode).not.toBe(0);
  });
});

describe("the dead-code check", () => {
  test("reports files, exports, statements and packages that nothing uses, and packages that aren't listed", async () => {
    const files = {
      "package.json": JSON.stringify({
        type: "module",
        scripts: { start: "node src/main.ts" },
        imports: { "#sql/*": "./sql/*" },
        dependencies: { uuid: "*" },
      }),
      "src/main.ts":
        'import "fastify";\nimport { used } from "#sql/identity/user.sql.ts";\nimport { b } from "./b.ts";\nused(b);',
      "src/b.ts": "export const b = 1;\nexport const unusedExport = 2;",
      "src/unused-file.ts": "export const c = 1;",
      "sql/identity/user.sql.ts": "export const used = (n: number) => n;\nexport const unusedStatement = 3;",
    };
    const root = await plant(files, ["knip.jsonc", "tsconfig.json"]);

    const { code, output } = await runTool(root, "knip", "--reporter=compact", "--no-config-hints");

    expect(output.trim().split("\n")).toEqual([
      "Unused files (1)",
      "src/unused-file.ts: src/unused-file.ts",
      "Unused dependencies (1)",
      "package.json: uuid",
      "Unlisted dependencies (1)",
      "src/main.ts: fastify",
      "Unused exports (2)",
      "sql/identity/user.sql.ts: unusedStatement",
      "src/b.ts: unusedExport",
    ]);
    expect(code).toBe(1);
  });
});

describe("the format check", () => {
  test.for([
    ["single quotes", "export const a = 'b';\n"],
    ["a missing semicolon", "export const a = 1\n"],
    ["a missing trailing comma", "export const a = {\n  b: 1\n};\n"],
    ["a line of 121 characters", `export const a = "${"b".repeat(101)}";\n`],
  ])("reports %s", async ([, content = ""]) => {
    const root = await plant({ "src/planted.ts": content, "src/clean.ts": 'export const a = "b";\n' }, [
      ".oxfmtrc.json",
    ]);
    const { code, output } = await runTool(root, "oxfmt", "--check", "src");
    expect(output).toContain("src/planted.ts");
    expect(output).not.toContain("src/clean.ts");
    expect(code).toBe(1);
  });

  test("leaves a line of 120 characters and generated files alone", async () => {
    const line = `export const a = "${"b".repeat(100)}";\n`;
    const root = await plant({ "src/a.ts": line, "sql/x/a.sql.ts": "export const a = 'b'" }, [".oxfmtrc.json"]);
    expect(await runTool(root, "oxfmt", "--check", "src", "sql")).toMatchObject({ code: 0 });
  });
});

describe("npm run boundaries", () => {
  const tool = new URL("../../tools/boundaries.ts", import.meta.url).pathname;

  test("ends with 0 and the number of files it read", async () => {
    const { code, output } = await runTool(await plant(cleanHouse), "node", tool);
    expect(output).toBe(`${Object.keys(cleanHouse).length} files read, 0 forbidden imports.\n`);
    expect(code).toBe(0);
  });

  test("ends with 1, the place and the advice", async () => {
    const root = await plant({ ...cleanHouse, "src/domain/identity/planted.ts": 'import "node:fs";' });
    const { code, output } = await runTool(root, "node", tool);
    expect(output).toMatch(/^src\/domain\/identity\/planted\.ts → fs\n {2}domain-is-pure: .* declare a port\.$/m);
    expect(code).toBe(1);
  });
});

describe("the check of Node's version", () => {
  const check = new URL("../../tools/require-node.mjs", import.meta.url).href;
  const pretend = (version: string): string =>
    `data:text/javascript,Object.defineProperty(process, "versions", { value: { node: "${version}" } })`;

  test.for(["24.0.0", "25.1.0", "100.0.0"])("lets Node %s run", async (version) => {
    const args = ["--import", pretend(version), "--import", check, "--eval", "console.log(1)"];
    expect(await runTool(await plant({}), "node", ...args)).toEqual({ code: 0, output: "1\n" });
  });

  test.for(["20.20.2", "23.11.0"])("stops Node %s and says what to do", async (version) => {
    const args = ["--import", pretend(version), "--import", check, "--eval", "console.log(1)"];
    const { code, output } = await runTool(await plant({}), "node", ...args);
    expect(output).toMatch(new RegExp(`needs Node 24 or later.* ran on ${version} .*npm install`));
    expect(code).toBe(1);
  });
});
