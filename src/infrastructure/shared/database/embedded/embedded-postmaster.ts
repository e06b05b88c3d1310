import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { superuser } from "./embedded-cluster.ts";

/** What a running PostgreSQL writes about itself into its data directory. A stale one may remain after a crash. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: "starting" | "ready" | "stopping" | "standby";
}

/** The advisory lock, in database `postgres`, that the service holds as long as it uses the server. */
const ownerLock = "8101753468";

/** Reads `postmaster.pid`; undefined when there is none or it is not complete yet. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [pid, , , port, , , , status] = lines;
  if (!status) return undefined;
  return { pid: Number(pid), port: Number(port), status: status.trim() as Postmaster["status"] };
}

/**
 * Connects to the server that runs on `cluster`; undefined when none does. What listens on the port of a stale
 * `postmaster.pid` may be a stranger, so the server must name the system identifier that the data directory holds.
 * Waits while the server starts up or shuts down, until `deadline` (milliseconds since the epoch).
 */
export async function connectToCluster(cluster: string, deadline: number): Promise<pg.Client | undefined> {
  for (;;) {
    const postmaster = readPostmaster(cluster);
    if (!postmaster) return undefined;
    const client = new pg.Client({
      host: "127.0.0.1",
      port: postmaster.port,
      user: superuser,
      database: "postgres",
      application_name: `plinth process ${process.pid}`,
      connectionTimeoutMillis: 3000,
      keepAlive: true,
    });
    // Without a listener the end of the server would end this process.
    client.on("error", () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ id: string }>(
        "SELECT system_identifier::text AS id FROM pg_control_system()",
      );
      if (rows[0]?.id === systemIdentifier(cluster)) return client;
      await client.end();
      return undefined;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isTemporary(error) || Date.now() > deadline) return undefined;
    }
    await pause(20);
  }
}

/** 57P03: the server starts up or shuts down; 57P01: it just ended this connection; 53300: it is full. */
function isTemporary(error: unknown): boolean {
  return ["57P01", "57P03", "53300"].includes((error as { code?: string }).code ?? "");
}

function systemIdentifier(cluster: string): string {
  return readFileSync(join(cluster, "global/pg_control")).readBigUInt64LE(0).toString();
}

/**
 * Takes the owner's lock on the connection. The lock ends with its holder, however that ends; one that was killed a
 * moment ago gets a second for its connection to be noticed as closed.
 *
 * @returns "ours"; "stopping" when the server shuts down; else who holds the lock
 */
export async function takeOwnership(
  client: pg.Client,
  cluster: string,
): Promise<"ours" | "stopping" | { readonly holder: string }> {
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${ownerLock}) AS taken`);
      // The last owner may have ordered the shutdown before its lock was free.
      if (rows[0]?.taken) return readPostmaster(cluster)?.status === "ready" ? "ours" : "stopping";
      await pause(50);
    }
    const { rows } = await client.query<{ holder: string }>(
      `SELECT application_name AS holder FROM pg_stat_activity JOIN pg_locks USING (pid)
       WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = ${ownerLock}`,
    );
    return { holder: rows[0]?.holder ?? "another process" };
  } catch (error) {
    if (isTemporary(error) || readPostmaster(cluster)?.status !== "ready") return "stopping";
    throw error;
  }
}

/**
 * Shuts the server down: running statements are ended, what is committed is kept. When that takes more than 10
 * seconds, PostgreSQL is told to quit at once, which costs a recovery at the next start but no data.
 *
 * @throws Error when it still runs 5 seconds later
 */
export async function stopPostmaster(cluster: string, pid: number): Promise<void> {
  for (const [signal, patience] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (readPostmaster(cluster)?.pid !== pid && !isAlive(pid)) return;
      await pause(5);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}, data in ${cluster}) did not stop in 15 seconds. End it by hand.`);
}

/** A process that has ended but was not collected by its parent yet counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
