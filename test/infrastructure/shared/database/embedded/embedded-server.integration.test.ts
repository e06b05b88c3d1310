import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmbeddedServer, stopAbandonedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { eventually } from "#test/support/eventually.ts";
import type { Message } from "./embedded-server.child.ts";

let directory: string;
const services: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "plinth-embedded-"));
});

afterEach(async () => {
  for (const service of services.splice(0)) await kill(service);
  await stopAbandonedServer(join(directory, "postgres"));
  rmSync(directory, { recursive: true, force: true });
});

describe("a start", () => {
  test("makes a UTF-8 database that orders and folds text by Unicode, in UTC", async () => {
    const server = await startEmbeddedServer({ directory, durable: false });
    expect(await ask(server.url("postgres"), "SHOW server_encoding")).toBe("UTF8");
    expect(await ask(server.url("postgres"), "SELECT lower('ÀÉÎ')")).toBe("àéî");
    expect(await ask(server.url("postgres"), "SHOW TimeZone")).toBe("UTC");
    await server.stop();
  });

  test("listens on the loopback address only", async () => {
    const server = await startEmbeddedServer({ directory, durable: false });
    expect(await ask(server.url("postgres"), "SHOW listen_addresses")).toBe("127.0.0.1");
    expect(await ask(server.url("postgres"), "SHOW unix_socket_directories")).toBe("");
    await server.stop();
  });

  test("keeps its shared memory below its directory, so that nothing stays elsewhere when both are gone", async () => {
    const server = await startEmbeddedServer({ directory });
    expect(await ask(server.url("postgres"), "SHOW dynamic_shared_memory_type")).toBe("mmap");
    await server.stop();
  });

  test("works where other users may not enter, as root too, and PostgreSQL never runs as root", async () => {
    const hidden = join(directory, "hidden");
    mkdirSync(hidden, { mode: 0o700 });
    const server = await startEmbeddedServer({ directory: hidden, durable: false });
    expect(await ask(server.url("postgres"), "SELECT 1")).toBe(1);
    expect(statSync(join(hidden, "postgres/postmaster.pid")).uid).not.toBe(0);
    await server.stop();
  });

  test("says what it does, and creates the data directory only once", async () => {
    const lines: string[] = [];
    const onProgress = (line: string) => lines.push(line);
    await (await startEmbeddedServer({ directory, durable: false, onProgress })).stop();
    expect(lines).toEqual([expect.stringContaining("Creating"), expect.stringContaining("Starting")]);
    await (await startEmbeddedServer({ directory, durable: false, onProgress })).stop();
    expect(lines.slice(2)).toEqual([expect.stringContaining("Starting")]);
  });

  test("refuses a data directory of another version and leaves it as it is", async () => {
    mkdirSync(join(directory, "postgres"));
    writeFileSync(join(directory, "postgres/PG_VERSION"), "17\n");
    await expect(startEmbeddedServer({ directory })).rejects.toThrow(/PostgreSQL 18, but its version is 17\. Move/);
    expect(readFileSync(join(directory, "postgres/PG_VERSION"), "utf8")).toBe("17\n");
  });

  test("tells what PostgreSQL said when it can't start", async () => {
    await (await startEmbeddedServer({ directory, durable: false })).stop();
    writeFileSync(join(directory, "postgres/postgresql.auto.conf"), "shared_buffers = 'lots'\n");
    await expect(startEmbeddedServer({ directory })).rejects.toThrow(
      /could not start:[^]*shared_buffers[^]*DATABASE_URL/,
    );
  });

  test("is not misled by a stale postmaster.pid that names the port of a stranger", async () => {
    const other = mkdtempSync(join(tmpdir(), "plinth-embedded-"));
    const stranger = await startEmbeddedServer({ directory: other, durable: false });
    await (await startEmbeddedServer({ directory, durable: false })).stop();
    const stale = readFileSync(join(other, "postgres/postmaster.pid"), "utf8").replace(/^\d+/, "999999999");
    writeFileSync(join(directory, "postgres/postmaster.pid"), stale);

    const server = await startEmbeddedServer({ directory, durable: false });
    expect(server.port).not.toBe(stranger.port);
    await server.stop();
    await stranger.stop();
    rmSync(other, { recursive: true });
  });
});

describe("a stop", () => {
  test("ends running statements and leaves no process", async () => {
    const server = await startEmbeddedServer({ directory, durable: false });
    const sleeping = ask(server.url("postgres"), "SELECT pg_sleep(60)");
    const ended = sleeping.catch(String);
    await eventually(async () => {
      const running = "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
      expect(await ask(server.url("postgres"), running)).toBe(1);
    });
    await server.stop();
    expect(await ended).toContain("terminating connection");
    expect(isAlive(server.pid)).toBe(false);
    await server.stop();
  });
});

describe("a service that is killed", () => {
  test("leaves its data and its server, which the next start takes over", async () => {
    const first = await startService();
    await ask(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await kill(first.process);
    expect(isAlive(first.postmaster)).toBe(true);

    const second = await startService();
    expect(second.postmaster).toBe(first.postmaster);
    expect(await ask(second.url, "SELECT answer FROM kept")).toBe(42);
    await stop(second.process);
    expect(isAlive(second.postmaster)).toBe(false);
  });

  test("loses nothing when PostgreSQL is killed with it", async () => {
    const first = await startService();
    await ask(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await kill(first.process);
    process.kill(first.postmaster, "SIGKILL");

    const second = await startService();
    expect(second.postmaster).not.toBe(first.postmaster);
    expect(await ask(second.url, "SELECT answer FROM kept")).toBe(42);
    await stop(second.process);
  });
});

describe("two services on one directory", () => {
  test("the second says who has it and what to do, and the first goes on", async () => {
    const first = await startService();
    const refused = await spawnService().settled;
    expect(refused.kind).toBe("failed");
    expect(JSON.stringify(refused)).toMatch(new RegExp(`in use by plinth process ${first.process.pid},.*DATABASE_URL`));
    expect(await ask(first.url, "SELECT 1")).toBe(1);
    await stop(first.process);
  });

  test("that start for the first time at the same moment: one gets it, the other is refused", async () => {
    const outcomes = await Promise.all([spawnService().settled, spawnService().settled, spawnService().settled]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["failed", "failed", "started"]);
    const refusals = outcomes.filter((outcome) => outcome.kind === "failed").map(({ text }) => text);
    expect(refusals.filter((text) => text.includes("is in use by plinth process"))).toEqual(refusals);
    const [winner] = outcomes.filter((outcome) => outcome.kind === "started");
    expect(await ask(winner?.url ?? "", "SELECT 1")).toBe(1);
  });

  test("a start waits while the last owner's server shuts down, then starts its own", async () => {
    const first = await startEmbeddedServer({ directory, durable: false });
    const stopping = first.stop();
    const second = await startEmbeddedServer({ directory, durable: false });
    await stopping;
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url("postgres"), "SELECT 1")).toBe(1);
    await second.stop();
  });
});

describe("a crash of PostgreSQL", () => {
  test("of one backend: the service keeps its hold on the server", async () => {
    const service = await startService();
    const owner = `SELECT pid FROM pg_stat_activity WHERE application_name = 'plinth process ${service.process.pid}'`;
    const before = await ask(service.url, owner);
    process.kill(Number(before), "SIGKILL");
    await eventually(async () => {
      const after = await ask(service.url, owner);
      expect(after).toEqual(expect.any(Number));
      expect(after).not.toBe(before);
    });
    expect(await spawnService().settled).toMatchObject({ kind: "failed" });
    await stop(service.process);
    expect(isAlive(service.postmaster)).toBe(false);
  });

  test("of the whole: the service is not torn down, and can stop and start again", async () => {
    const service = await startService();
    process.kill(service.postmaster, "SIGKILL");
    await eventually(() => !isAlive(service.postmaster));
    await stop(service.process);
    expect(service.process.exitCode).toBe(0);
    const next = await startService();
    await stop(next.process);
  });
});

describe("ensureDatabase", () => {
  test("creates a database once, also when five ask at the same time", async () => {
    const server = await startEmbeddedServer({ directory, durable: false });
    const url = server.url('odd "name"');
    const created = await Promise.all(Array.from({ length: 5 }, () => ensureDatabase(url)));
    expect(created.filter(Boolean)).toEqual([true]);
    expect(await ask(url, "SELECT current_database()")).toBe('odd "name"');
    await server.stop();
  });
});

/** Runs one statement and returns the first column of the first row. */
async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** `settled` is the first message that is no progress line. */
function spawnService(): { process: ChildProcess; settled: Promise<Message> } {
  const execArgv = ["--import", join(import.meta.dirname, "../../../../support/end-with-parent.ts")];
  const service = fork(join(import.meta.dirname, "embedded-server.child.ts"), [directory], { execArgv });
  services.push(service);
  const { promise: settled, resolve, reject } = Promise.withResolvers<Message>();
  service.on("message", (message: Message) => {
    if (message.kind !== "progress") resolve(message);
  });
  service.on("exit", (code, signal) => reject(new Error(`The service ended early: ${signal ?? code}`)));
  return { process: service, settled };
}

async function startService(): Promise<{ process: ChildProcess; url: string; postmaster: number }> {
  const service = spawnService();
  const message = await service.settled;
  if (message.kind !== "started") throw new Error(`The service should have started: ${JSON.stringify(message)}`);
  return { process: service.process, url: message.url, postmaster: message.postmaster };
}

async function stop(service: ChildProcess): Promise<void> {
  const exited = once(service, "exit");
  service.send("stop");
  await exited;
}

async function kill(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null || service.signalCode !== null) return;
  const exited = once(service, "exit");
  service.kill("SIGKILL");
  await exited;
}

/** A process that has ended but was not collected by its parent counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
