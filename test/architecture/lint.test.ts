import { expect, test } from "vitest";
import { plant } from "./planted-tree.ts";
import { runTool } from "./run-tool.ts";

const lintFiles = [
  ".oxlintrc.json",
  "tsconfig.json",
  "tools/lint/house-rules.ts",
  "tools/lint/aggregate-rules.ts",
  "tools/lint/test-rules.ts",
];

const inTest = (body: string): string => `import { expect, test } from "vitest";\n${body}\n`;
const ownTest = 'import { expect } from "vitest";\nimport { test } from "#test/support/fixtures.ts";\n';

/** One fault per file, and the rule that must report it. */
const faults: readonly (readonly [rule: string, file: string, content: string])[] = [
  [
    "house(no-decorators)",
    "src/infrastructure/a.ts",
    "const d = (c: unknown) => c;\n@d\nexport class A extends Error {}",
  ],
  [
    "house(no-decorators)",
    "src/domain/x/b.ts",
    "declare const d: (...a: unknown[]) => void;\nexport class B {\n  @d m() {}\n}",
  ],
  ["house(no-exported-rows)", "src/infrastructure/x/c.ts", "export interface UserRow {\n  id: string;\n}"],
  ["house(no-exported-rows)", "src/infrastructure/x/d.ts", "type UserRow = string;\nexport type { UserRow };"],
  [
    "house(aggregates-by-factory)",
    "src/application/x/u.ts",
    'import { Cart } from "#domain/x/cart.ts";\nexport const cart = new Cart();',
  ],
  ["house(no-current-time)", "src/domain/x/e.ts", "export const now = new Date();"],
  ["eslint(no-restricted-properties)", "src/application/x/f.ts", "export const now = Date.now();"],
  ["eslint(no-restricted-globals)", "src/domain/x/g.ts", "export const port = process.argv;"],
  ["eslint(no-restricted-globals)", "src/application/x/h.ts", 'export const answer = fetch("http://localhost");'],
  ["node(no-process-env)", "src/infrastructure/x/i.ts", 'export const port = process.env["PORT"];'],
  ["eslint(no-console)", "src/infrastructure/x/j.ts", 'console.log("here");'],
  ["typescript(no-explicit-any)", "src/domain/x/k.ts", "export const id = (value: any): unknown => value;"],
  ["typescript(no-unsafe-return)", "src/domain/x/l.ts", 'export const parse = (): string => JSON.parse("1");'],
  ["typescript(no-floating-promises)", "src/domain/x/m.ts", "const work = async () => 1;\nwork();\nexport { work };"],
  ["typescript(no-misused-promises)", "src/domain/x/n.ts", "[1].forEach(async () => undefined);"],
  ["typescript(await-thenable)", "src/domain/x/o.ts", "declare const one: number;\nexport const two = await one;"],
  ["typescript(ban-ts-comment)", "src/domain/x/p.ts", '// @ts-ignore\nexport const one: number = "1";'],
  ["typescript(consistent-type-imports)", "src/domain/x/q.ts", 'export type Order = import("./k.ts").Order;'],
  [
    "typescript(switch-exhaustiveness-check)",
    "src/domain/x/r.ts",
    'export function f(s: "a" | "b"): void {\n  switch (s) {\n    case "a":\n      throw new Error("a");\n  }\n}',
  ],
  ["eslint(max-lines)", "src/domain/x/s.ts", `export const one = 1;\n${"// a line\n".repeat(300)}`],
  ["eslint(no-warning-comments)", "src/domain/x/t.ts", "// FIXME later\nexport const one = 1;"],
  ["unicorn(filename-case)", "src/domain/x/notKebab.ts", "export const one = 1;"],
  ["house(no-skipped-tests)", "test/a.test.ts", inTest('test.only("a", () => expect(1).toBe(1));')],
  ["house(no-skipped-tests)", "test/b.test.ts", `${ownTest}test.only("a", () => expect(1).toBe(1));`],
  ["house(no-skipped-tests)", "test/c.test.ts", inTest('test.skipIf(true)("a", () => expect(1).toBe(1));')],
  [
    "house(no-skipped-tests)",
    "test/d.test.ts",
    inTest('test("a", ({ skip }) => {\n  skip();\n  expect(1).toBe(1);\n});'),
  ],
  ["house(tests-expect)", "test/e.test.ts", inTest('test("a", () => {});\ntest("b", () => expect(1).toBe(1));')],
  ["house(tests-expect)", "test/f.test.ts", `${ownTest}export { expect };\ntest.for([1])("a %i", () => {});`],
  [
    "vitest(no-conditional-expect)",
    "test/g.test.ts",
    inTest('test("a", ({ task }) => {\n  if (task.name) expect(1).toBe(1);\n});'),
  ],
  [
    "vitest(require-to-throw-message)",
    "test/h.test.ts",
    inTest('test("a", () => {\n  expect(() => 1).toThrow();\n});'),
  ],
];

test("lint reports each planted fault by its rule, and nothing else", async () => {
  const fixtures = {
    "test/support/fixtures.ts": 'import { test as base } from "vitest";\nexport const test = base;',
    "src/domain/x/cart.ts": "export class Cart extends Error {}",
    "src/domain/x/cart-factory.ts":
      'import { Cart } from "./cart.ts";\nexport const makeCart = (): Cart => new Cart();',
  };
  const planted = Object.fromEntries(faults.map(([, file, content]) => [file, content]));
  const root = await plant({ ...fixtures, ...planted }, [...lintFiles, "tools/lint/context.ts"]);

  const { code, output } = await runTool(root, "oxlint", "--format=json", "src", "test");

  expect(code).toBe(1);
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code: string }[] };
  const found = diagnostics.map(({ filename, code: rule }) => `${filename}: ${rule}`);
  expect([...new Set(found)].toSorted()).toEqual(faults.map(([rule, file]) => `${file}: ${rule}`).toSorted());
});
