import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, closeSync, cpSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type pg from "pg";
import { findPrograms, type Programs } from "#infrastructure/shared/database/embedded/embedded-binaries.ts";
import { createCluster } from "#infrastructure/shared/database/embedded/embedded-cluster.ts";
import { readPostmaster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { releaseSharedMemory } from "./release-shared-memory.ts";

/** A PostgreSQL of a test's own, for what must be configured, followed by another one, or killed. */
export interface ConfiguredServer {
  /** Its data directory. */
  readonly cluster: string;
  readonly port: number;
  /** As superuser, on 127.0.0.1, to the database `postgres`. */
  readonly url: string;
  /** A connection of the test's own, for administration. */
  connect(): Promise<pg.Client>;
  /** Ends it: SIGKILL as a crash does, SIGINT in good order. Returns when it is gone. */
  end(signal: "SIGKILL" | "SIGINT"): Promise<void>;
}

type Settings = Readonly<Record<string, string | number>>;

/** Without fsync: the tests kill processes, never the machine. */
const usual: Settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  autovacuum: "off",
  log_line_prefix: "%m [%p] ",
};

/** Starts a new one with its data in `directory/name`. @param settings of `postgresql.conf` */
export async function startConfiguredServer(
  directory: string,
  name: string,
  settings: Settings = {},
): Promise<ConfiguredServer> {
  const cluster = join(directory, name);
  const programs = await findPrograms(cluster);
  await createCluster(programs, cluster, { durable: false, onProgress: () => undefined });
  return launch(programs, cluster, settings);
}

/** Starts a copy of `primary` that follows it by streaming, and waits until it does. */
export async function startStandby(
  primary: ConfiguredServer,
  name: string,
  settings: Settings = {},
): Promise<ConfiguredServer> {
  const cluster = join(primary.cluster, "..", name);
  const programs = await findPrograms(primary.cluster);
  const admin = await primary.connect();
  try {
    await admin.query("SELECT pg_backup_start('standby', true)");
    const runtimeFiles = ["postmaster.pid", "postmaster.opts"];
    cpSync(primary.cluster, cluster, { recursive: true, filter: (path) => !runtimeFiles.includes(basename(path)) });
    const { rows } = await admin.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
    writeFileSync(join(cluster, "backup_label"), rows[0]?.labelfile ?? "");
    writeFileSync(join(cluster, "standby.signal"), "");
    giveTo(programs, cluster);
    const standby = await launch(programs, cluster, {
      ...settings,
      primary_conninfo: `host=127.0.0.1 port=${primary.port} user=plinth application_name=${name}`,
    });
    const follows = "SELECT FROM pg_stat_replication WHERE state = 'streaming' AND application_name = $1";
    await eventually(async () => (await admin.query(follows, [name])).rowCount === 1);
    return standby;
  } finally {
    await admin.end();
  }
}

async function launch(programs: Programs, cluster: string, settings: Settings): Promise<ConfiguredServer> {
  for (;;) {
    const started = await launchOn(await freePort(), programs, cluster, settings);
    if (started !== "port taken") return started;
  }
}

async function launchOn(
  port: number,
  programs: Programs,
  cluster: string,
  settings: Settings,
): Promise<ConfiguredServer | "port taken"> {
  const given = Object.entries({ ...usual, ...settings, port }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const logFile = `${cluster}.log`;
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(programs.postgres, ["-D", programs.account ? "/proc/self/cwd" : cluster, ...given], {
    ...programs.account,
    cwd: cluster,
    env: { LC_ALL: "C" },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await eventually(() => hasEnded() || readPostmaster(cluster)?.status === "ready").catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  if (hasEnded()) {
    const said = readFileSync(logFile, "utf8").slice(-2_000);
    if (said.includes("could not create any TCP/IP sockets")) return "port taken";
    throw new Error(`PostgreSQL could not be started: ${said}`);
  }
  const url = `postgres://plinth@127.0.0.1:${port}/postgres`;
  return {
    ...{ cluster, port, url },
    connect: () => connectPlainly(`${url}?sslmode=disable`, "plinth tests"),
    end: (signal) => end(child, signal, cluster),
  };
}

/** A killed postmaster leaves its children to end by themselves, which they do at once. */
async function end(child: ChildProcess, signal: "SIGKILL" | "SIGINT", cluster: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  releaseSharedMemory(cluster);
}

function giveTo({ account }: Programs, directory: string): void {
  if (account === undefined) return;
  for (const entry of [".", ...readdirSync(directory, { recursive: true, encoding: "utf8" })])
    chownSync(join(directory, entry), account.uid, account.gid);
}
