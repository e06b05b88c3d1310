import { once } from "node:events";
import { accessSync, constants, lstatSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stopAbandonedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { eventually } from "./eventually.ts";
import { releaseSharedMemory } from "./release-shared-memory.ts";

const prefix = "plinth-test-";
/** Another one keeps runs that are killed by a test from the sweeps of those beside it. */
const memory = process.env["PLINTH_TEST_MEMORY"] || "/dev/shm";
const spaceNeeded = 1_000_000_000;
const unclaimedAge = 60_000;

export interface RunDirectory {
  readonly path: string;
  /** Deletes it. One that isn't deleted is swept by the next run after the end of this process. */
  remove(): void;
}

/** Makes a directory for one test run, by default in memory where there is enough, and marks it as in use by this process. */
export async function makeRunDirectory(parent = hasSpace(memory) ? memory : tmpdir()): Promise<RunDirectory> {
  const path = mkdtempSync(join(parent, prefix));
  // A socket is closed by the operating system, however its process ends: a claim that can't outlive its owner.
  const claim = createServer().listen(claimOf(path));
  await once(claim, "listening");
  claim.unref();
  return {
    path,
    remove() {
      // The claim last: a directory with something in it and without a claim is swept.
      for (const name of entriesOf(path)) if (name !== basename(claimOf(path))) removeWhole(join(path, name));
      claim.close();
      removeWhole(path);
    },
  };
}

/**
 * Removes what killed runs left behind: their servers and their directories. Those in use are not touched, and one where
 * a process of the killed run goes on is told and left to the next sweep.
 */
export async function sweepRunDirectories(parents = [memory, tmpdir()]): Promise<void> {
  for (const parent of new Set(parents)) {
    for (const path of leftoversIn(parent)) {
      if (!(await isAbandoned(path))) continue;
      try {
        await stopServersIn(path);
        removeWhole(path);
      } catch (error) {
        console.error(`${path} of a killed run stays for now: ${(error as Error).message}`);
      }
    }
  }
}

/** A data directory is known by its PG_VERSION. What a service of the killed run still holds, it holds for a moment. */
async function stopServersIn(path: string): Promise<void> {
  const names = entriesOf(path);
  if (names.includes("PG_VERSION")) {
    await eventually(() => stopAbandonedServer(path), { deadline: 5000 });
    return releaseSharedMemory(path);
  }
  for (const name of names) {
    const entry = join(path, name);
    if (lstatSync(entry, { throwIfNoEntry: false })?.isDirectory()) await stopServersIn(entry);
  }
}

/** A process that is just ending may still write into it. */
function removeWhole(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10 });
}

function hasSpace(parent: string): boolean {
  try {
    accessSync(parent, constants.W_OK);
    const { bavail, bsize } = statfsSync(parent);
    return bavail * bsize > spaceNeeded;
  } catch {
    return false;
  }
}

function leftoversIn(parent: string): string[] {
  return entriesOf(parent)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.());
}

/** None where the directory is gone: another run may be sweeping, too. */
function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Nobody listens on the claim. Where there is none, its run has ended in good order, or is about to make it. */
async function isAbandoned(path: string): Promise<boolean> {
  const socket = connect(claimOf(path));
  try {
    await once(socket, "connect");
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") return true;
    const directory = lstatSync(path, { throwIfNoEntry: false });
    return directory !== undefined && (entriesOf(path).length > 0 || Date.now() - directory.mtimeMs > unclaimedAge);
  } finally {
    socket.destroy();
  }
}

function claimOf(path: string): string {
  return process.platform === "win32" ? join("\\\\?\\pipe", path) : join(path, "claim");
}
