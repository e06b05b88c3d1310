import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";

const project = join(import.meta.dirname, "../..");
const folders = ["src", "sql", "migrations", "test", "tools", "bench", "docs", ".ci"];
const files = ["README.md", "package.json", "tsconfig.json", "knip.jsonc", "vitest.config.ts", ".oxlintrc.json"];

/** A copy of this project to change, with its packages, until the test has ended. @returns its path */
export async function copyOfProject(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "plinth-copy-"));
  onTestFinished(() => rm(copy, { recursive: true }));
  const filter = (path: string) => basename(path) !== "node_modules";
  for (const path of [...folders, ...files]) {
    await cp(join(project, path), join(copy, path), { recursive: true, filter });
  }
  await symlink(join(project, "node_modules"), join(copy, "node_modules"));
  return copy;
}
