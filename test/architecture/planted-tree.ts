import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";

const project = resolve(import.meta.dirname, "../..");

/**
 * A project of its own in a temporary folder, gone after the test: these files, the package.json and the installed
 * packages of the real one, and what else of it is named.
 *
 * @returns its path
 */
export async function plant(files: Readonly<Record<string, string>>, copied: readonly string[] = []): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "plinth-planted-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await symlink(join(project, "node_modules"), join(root, "node_modules"));
  for (const path of ["package.json", ...copied]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await copyFile(join(project, path), join(root, path));
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}
