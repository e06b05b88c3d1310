import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Gives back the System V segment of a PostgreSQL that was killed, before its data directory `cluster` is removed: only
 * a next start there would do it. It is small, but there is room for 4,096 of them on Linux, for 32 on macOS, and
 * without room no PostgreSQL starts. Of a server that ended in good order, and where there is no `ipcrm`, does nothing.
 */
export function releaseSharedMemory(cluster: string): void {
  const key = sharedMemoryKey(cluster);
  if (key !== undefined) spawnSync("ipcrm", ["-M", key], { stdio: "ignore" });
}

/**
 * Of the segment of the server that runs on `cluster`, or was killed there: the first number in the seventh line of
 * `postmaster.pid`. PostgreSQL writes the upper half of all keys as negative numbers in 64 bits; here they have 32.
 */
export function sharedMemoryKey(cluster: string): string | undefined {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    const [, key] = /^ *(\d+) +\d+/.exec(lines[6] ?? "") ?? [];
    return key === undefined ? undefined : BigInt.asUintN(32, BigInt(key)).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
