import { closeSync, openSync, readSync, statSync, truncateSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Programs } from "./embedded-binaries.ts";
import { spawnPostmaster } from "./embedded-cluster.ts";
import { readPostmaster } from "./embedded-postmaster.ts";

const usualPort = 54_320;
const largestLog = 1_000_000;

const anotherWasQuicker =
  /lock file "postmaster.pid" already exists|pre-existing shared memory block|could not create any TCP\/IP sockets/;

/**
 * Starts the server on `cluster` and returns when it is ready; also when another start was quicker, or at the deadline
 * (milliseconds since the epoch): the caller looks again what runs there.
 *
 * @throws Error with what PostgreSQL said when it doesn't start
 */
export async function launch(
  programs: Programs,
  cluster: string,
  { durable, logFile, deadline }: { durable: boolean; logFile: string; deadline: number },
): Promise<void> {
  const port = durable && (await isFree(usualPort)) ? usualPort : await freePort();
  if (sizeOf(logFile) > largestLog) truncateSync(logFile);
  const logStart = sizeOf(logFile);
  const child = spawnPostmaster(programs, cluster, { port, durable, logFile });
  child.unref();
  let failure: Error | undefined;
  child.on("error", (error) => (failure = error));
  while (!failure && child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const postmaster = readPostmaster(cluster);
    if (postmaster?.pid === child.pid && postmaster?.status === "ready") return;
    await pause(10);
  }
  const said = readFrom(logFile, logStart);
  if (Date.now() >= deadline || anotherWasQuicker.test(said)) return pause(50);
  throw new Error(
    `The embedded PostgreSQL in ${cluster} could not start: ${failure?.message ?? said.trim()}\n` +
      "Mend what it says, or set DATABASE_URL to use another PostgreSQL.",
    { cause: failure },
  );
}

async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port).catch(() => 0)) === port;
}

function freePort(): Promise<number> {
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer().on("error", reject);
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
  });
  return promise;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readFrom(file: string, position: number): string {
  const text = Buffer.alloc(Math.max(0, sizeOf(file) - position));
  const descriptor = openSync(file, "r");
  try {
    readSync(descriptor, text, 0, text.length, position);
    return text.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}
