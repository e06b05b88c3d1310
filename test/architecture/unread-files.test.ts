import { cruise } from "dependency-cruiser";
import { expect, test, vi } from "vitest";
import { checkBoundaries } from "#tools/boundaries/check-boundaries.ts";
import { plant } from "./planted-tree.ts";

vi.mock("dependency-cruiser", () => ({ cruise: vi.fn<typeof cruise>() }));

function cruiserReads(...sources: string[]): void {
  const output = { modules: sources.map((source) => ({ source })), summary: { violations: [] } };
  vi.mocked(cruise).mockResolvedValue({ output, exitCode: 0 } as never);
}

test("the boundaries don't pass when dependency-cruiser reads nothing and says that all is well", async () => {
  cruiserReads();
  const root = await plant({ "src/main.ts": "" });
  const { violations } = await checkBoundaries(root);
  expect(violations).toMatchObject([{ rule: "reads-every-file", from: "src/main.ts" }]);
});

test("the boundaries don't pass when one file is left out", async () => {
  cruiserReads("src/main.ts");
  const root = await plant({ "src/main.ts": "", "src/domain/identity/user.ts": "", "tools/check.ts": "" });
  const { violations } = await checkBoundaries(root);
  expect(violations.map(({ rule, from }) => `${rule}: ${from}`)).toEqual([
    "reads-every-file: src/domain/identity/user.ts",
    "reads-every-file: tools/check.ts",
  ]);
});
