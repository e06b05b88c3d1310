import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { findPrograms } from "./embedded-binaries.ts";
import { createCluster, superuser } from "./embedded-cluster.ts";
import { launch } from "./embedded-launch.ts";
import { connectToCluster, readPostmaster, stopPostmaster, takeOwnership } from "./embedded-postmaster.ts";

export interface EmbeddedServerOptions {
  /** Where the data (`postgres/`) and the server's log (`postgres.log`) are kept. */
  readonly directory: string;
  /** false: faster, but a crash of the machine loses everything. For tests. Default: true. */
  readonly durable?: boolean;
  /** Called with a line of text before each step that takes time, and when the server is lost. */
  readonly onProgress?: (line: string) => void;
}

export interface EmbeddedServer {
  readonly port: number;
  /** The process id of the server's main process. */
  readonly pid: number;
  /** The connection string of a database of this server; see `ensureDatabase`. */
  url(database: string): string;
  /** Shuts the server down and waits until it is gone. Running statements are ended. Safe to call twice. */
  stop(): Promise<void>;
  /** Lets go of the server but leaves it running; the next start on this directory takes it over. */
  leaveRunning(): Promise<void>;
}

const patience = 60_000;

/**
 * Starts a PostgreSQL of our own on `directory`, reachable from this machine only, or takes over the one that a
 * killed process left running there. One process owns it at a time.
 *
 * @throws Error when another living process owns it; when the programs are missing; when PostgreSQL doesn't start
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { durable = true, onProgress = () => {} } = options;
  const directory = resolve(options.directory);
  const cluster = join(directory, "postgres");
  const logFile = join(directory, "postgres.log");
  const programs = await findPrograms(cluster);
  await createCluster(programs, cluster, { durable, onProgress });

  const deadline = Date.now() + patience;
  for (let attempt = 0; Date.now() < deadline; attempt++) {
    const client = await connectToCluster(cluster, deadline);
    if (!client) {
      if (attempt === 0) onProgress("Starting PostgreSQL.");
      await launch(programs, cluster, { durable, logFile, deadline });
      continue;
    }
    const ownership = await takeOwnership(client, cluster);
    if (ownership === "ours") return hold(client, { cluster, logFile, onProgress });
    await client.end().catch(() => {});
    if (ownership !== "stopping") throw inUse(directory, ownership.holder);
  }
  throw new Error(
    `The embedded PostgreSQL in ${cluster} was not ready after ${patience / 1000} seconds. ` +
      `See ${logFile}; or set DATABASE_URL to use another one.`,
  );
}

/** Stops the server that a killed process left running on a data directory. Does nothing when none runs there. @throws Error when a living process owns it */
export async function stopAbandonedServer(cluster: string): Promise<void> {
  const client = await connectToCluster(cluster, Date.now() + 5000);
  if (!client) return;
  const ownership = await takeOwnership(client, cluster);
  if (typeof ownership === "object") {
    await client.end().catch(() => {});
    throw inUse(cluster, ownership.holder);
  }
  await hold(client, { cluster, logFile: "", onProgress: () => {} }).stop();
}

function inUse(directory: string, holder: string): Error {
  return new Error(
    `The embedded PostgreSQL in ${directory} is in use by ${holder}, which still runs. ` +
      "Stop that first, or set DATABASE_URL to give this one a database of its own.",
  );
}

/** Keeps the owner's connection, and takes it anew when PostgreSQL restarts itself after a crash of one of its processes. */
function hold(
  first: pg.Client,
  { cluster, logFile, onProgress }: { cluster: string; logFile: string; onProgress: (line: string) => void },
): EmbeddedServer {
  const { port } = first;
  const pid = readPostmaster(cluster)?.pid ?? 0;
  let client: pg.Client | undefined;
  let released = false;
  let regaining = Promise.resolve();

  const keep = (connected: pg.Client): void => {
    client = connected;
    connected.once("end", () => {
      client = undefined;
      if (!released) regaining = regain();
    });
  };
  const regain = async (): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!released && Date.now() < deadline) {
      const again = await connectToCluster(cluster, deadline).catch(() => undefined);
      const ownership = again && (await takeOwnership(again, cluster).catch(() => undefined));
      if (again && ownership === "ours") return keep(again);
      await again?.end().catch(() => {});
      await pause(100);
    }
    if (!released) onProgress(`PostgreSQL ended unexpectedly; its log is ${logFile}. Start the service again.`);
  };
  keep(first);

  return {
    port,
    pid,
    url: (database) => `postgres://${superuser}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    async stop() {
      if (released) return;
      released = true;
      await regaining;
      // While a connection to it lives, the process id in the data directory is that of the running server.
      client ??= await connectToCluster(cluster, Date.now() + 2000);
      const postmaster = readPostmaster(cluster);
      if (client && postmaster) await stopPostmaster(cluster, postmaster.pid);
      await client?.end().catch(() => {});
    },
    async leaveRunning() {
      released = true;
      await regaining;
      await client?.end();
    },
  };
}
