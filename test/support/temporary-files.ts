import { tmpdir } from "node:os";
import type { TestProject } from "vitest/node";
import { makeRunDirectory, sweepRunDirectories } from "./run-directory.ts";

/**
 * Keeps the temporary files of a run in one directory, which the run deletes at its end, or the next one when it was
 * killed: from here on `tmpdir()` is that directory, in the tests and in what they start.
 */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  // All projects inherit this; it is done once.
  if (!project.isRootProject()) return undefined;
  await sweepRunDirectories();
  const directory = await makeRunDirectory(tmpdir());
  process.env["TMPDIR"] = directory.path;
  return () => directory.remove();
}
