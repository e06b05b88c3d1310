import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Programs } from "./embedded-binaries.ts";

export const superuser = "plinth";

const majorVersion = "18";
const leftoverAge = 10 * 60_000;

/**
 * Makes the data directory `cluster` unless it exists. It is built beside its place and then renamed, so that a
 * killed or a concurrent start leaves a complete one or none.
 *
 * @throws Error when initdb fails, or when what stands there is not a data directory of this PostgreSQL
 */
export async function createCluster(
  programs: Programs,
  cluster: string,
  { durable, onProgress }: { durable: boolean; onProgress: (line: string) => void },
): Promise<void> {
  if (!existsSync(cluster)) {
    onProgress(`Creating a PostgreSQL data directory in ${cluster} (once, takes a second or two).`);
    await mkdir(dirname(cluster), { recursive: true });
    await removeLeftovers(cluster);
    const draft = await mkdtemp(`${cluster}.creating-`);
    try {
      if (programs.account) chownSync(draft, programs.account.uid, programs.account.gid);
      await initdb(programs, draft, durable);
      await rename(draft, cluster);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      if (!existsSync(cluster)) throw error;
    }
  }
  checkVersion(cluster);
}

/** Starts a postmaster that outlives this process and is not in its process group: Ctrl-C must not reach it. */
export function spawnPostmaster(
  programs: Programs,
  cluster: string,
  { port, durable, logFile }: { port: number; durable: boolean; logFile: string },
): ChildProcess {
  const options = durable ? durableSettings : throwAwaySettings;
  const settings = [...commonSettings, ...options].flatMap((setting) => ["-c", setting]);
  const log = openSync(logFile, "a", 0o600);
  try {
    return spawn(programs.postgres, ["-D", pathFromInside(programs, cluster), "-p", String(port), ...settings], {
      ...programs.account,
      cwd: cluster,
      env: { LC_ALL: "C" },
      detached: true,
      stdio: ["ignore", log, log],
      windowsHide: true,
    });
  } finally {
    closeSync(log);
  }
}

const commonSettings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "timezone=UTC",
  "log_timezone=UTC",
  "log_line_prefix=%m [%p] %a ",
];
const durableSettings = ["max_connections=100"];
const throwAwaySettings = [
  "max_connections=300",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "autovacuum=off",
];
/** Below the data directory, so that nothing is left elsewhere when its server is killed and it is removed. */
const sharedMemory = process.platform === "win32" ? [] : ["-c", "dynamic_shared_memory_type=mmap"];

function initdb(programs: Programs, draft: string, durable: boolean): Promise<void> {
  const args = [
    ...["-D", pathFromInside(programs, draft), `--username=${superuser}`, "--auth=trust", "--encoding=UTF8"],
    // PostgreSQL's own C.UTF-8: the operating system's is missing on macOS and in small images.
    ...["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"],
    ...sharedMemory,
    ...(durable ? [] : ["--no-sync"]),
  ];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(programs.initdb, args, {
    ...programs.account,
    cwd: draft,
    env: { LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.on("error", reject);
  child.on("close", (code, signal) => {
    if (code === 0) return resolve();
    reject(
      new Error(
        `initdb could not create the embedded PostgreSQL (${signal ?? `exit code ${code}`}): ${said.trim()}\n` +
          "Mend what it says, or set DATABASE_URL to use another PostgreSQL.",
      ),
    );
  });
  return promise;
}

/**
 * As root the programs run as an account that may not be allowed to walk the path to the checkout (`/root/...`). The
 * working directory needs no walk.
 */
function pathFromInside(programs: Programs, directory: string): string {
  return programs.account && process.platform === "linux" ? "/proc/self/cwd" : directory;
}

function checkVersion(cluster: string): void {
  const version = readVersion(cluster);
  if (version === majorVersion) return;
  throw new Error(
    `${cluster} should be a data directory of PostgreSQL ${majorVersion}, but its version is ${version ?? "missing"}. ` +
      "Move it away to start with an empty database, or set DATABASE_URL.",
  );
}

function readVersion(cluster: string): string | undefined {
  try {
    return readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code !== "EACCES") throw error;
    throw new Error(
      `${cluster} belongs to another user than ${process.getuid?.()}: was the service started as root before? ` +
        "Remove it, start as that user again, or set DATABASE_URL.",
      { cause: error },
    );
  }
}

/** A start that was killed during initdb leaves its draft behind; a younger one may be in the making. */
async function removeLeftovers(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}.creating-`;
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(prefix)) continue;
    const leftover = join(dirname(cluster), name);
    const age = Date.now() - ((await stat(leftover).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > leftoverAge) await rm(leftover, { recursive: true, force: true });
  }
}
