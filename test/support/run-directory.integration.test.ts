import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test as base, vi } from "vitest";
import { connectToCluster, readPostmaster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { startConfiguredServer } from "./configured-server.ts";
import { eventually } from "./eventually.ts";
import { sharedMemoryKey } from "./release-shared-memory.ts";
import { makeRunDirectory, sweepRunDirectories } from "./run-directory.ts";
import { runVitest, type VitestRun } from "./run-vitest.ts";
import { isAlive } from "./service-process.ts";

/** `parent`: where the runs of a test have their directories, so that nobody else sweeps them. */
const test = base.extend("parent", ({}, { onCleanup }) => {
  const parent = mkdtempSync(join(tmpdir(), "r-"));
  onCleanup(() => rmSync(parent, { recursive: true, maxRetries: 10 }));
  return parent;
});

test("a run that is killed leaves its server behind, and the next sweep removes that and its directory", async ({
  parent,
}) => {
  const run = plantedRun("hanging", parent);
  const [, directory = ""] = await run.wrote(/embedded in (\S+),/);
  await run.wrote(/hanging on/);
  const cluster = `${directory}/postgres`;
  await sweepRunDirectories([parent]);
  expect(existsSync(cluster), "a directory in use is not touched").toBe(true);

  const exited = once(run.process, "exit");
  run.process.kill("SIGKILL");
  await exited;
  const client = await connectToCluster(cluster, Date.now() + 20_000);
  expect(client, "the server outlives the run").toBeDefined();
  await client?.end();

  await sweepRunDirectories([parent]);
  expect(existsSync(directory)).toBe(false);
});

test("of five runs that are killed, the next one leaves no server and no directory", async ({ parent }) => {
  const clusters: string[] = [];
  const servers: number[] = [];
  for (let time = 0; time < 5; time++) {
    const run = plantedRun("hanging", parent);
    const [, directory = ""] = await run.wrote(/embedded in (\S+),/);
    await run.wrote(/hanging on/);
    const exited = once(run.process, "exit");
    run.process.kill("SIGKILL");
    await exited;
    clusters.push(`${directory}/postgres`);
    servers.push(readPostmaster(`${directory}/postgres`)?.pid ?? 0);
  }
  expect(servers.filter(isAlive)).toHaveLength(1);
  const { lastLine } = await plantedRun("passing", parent).finished;
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(clusters.filter((cluster) => existsSync(dirname(cluster)))).toEqual([]);
  expect(servers.filter(isAlive)).toEqual([]);
});

test("of a run that is killed while it tests with servers, the next one leaves none either", async ({ parent }) => {
  const run = plantedRun("serving", parent);
  const [, directory = "", own = "", pids = ""] = await run.wrote(/serving in (\S+) and (\S+) by ([\d ]+);/);
  const [worker = 0, service = 0, ...servers] = pids.split(" ").map(Number);
  expect([worker, service, ...servers].filter(isAlive)).toHaveLength(4);
  run.process.kill("SIGKILL");
  await eventually(() => expect([worker, service].filter(isAlive)).toEqual([]));
  expect(servers.filter(isAlive), "they outlive it").toHaveLength(2);

  const { lastLine } = await plantedRun("passing", parent).finished;
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(servers.filter(isAlive)).toEqual([]);
  expect([dirname(directory), own].filter((path) => existsSync(path))).toEqual([]);
});

test("of a server that is killed no shared memory stays, be it ended by its test or swept", async ({ parent }) => {
  const ended = await startConfiguredServer(parent, "ended");
  const keyOfEnded = sharedMemoryKey(ended.cluster);
  const directory = mkdtempSync(join(parent, "plinth-test-"));
  const swept = await startEmbeddedServer({ directory, durable: false });
  const keyOfSwept = sharedMemoryKey(`${directory}/postgres`);
  await swept.leaveRunning();
  expect(sharedMemoryKeys()).toEqual(expect.arrayContaining([keyOfEnded, keyOfSwept]));

  await ended.end("SIGKILL");
  process.kill(swept.pid, "SIGKILL");
  await eventually(() => expect(isAlive(swept.pid)).toBe(false));
  await sweepRunDirectories([parent]);
  expect(existsSync(directory)).toBe(false);
  expect(sharedMemoryKeys().filter((key) => key === keyOfEnded || key === keyOfSwept)).toEqual([]);
});

test("a directory where a process goes on is told, and left to a later sweep", async ({ parent, onTestFinished }) => {
  const told = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => told.mockRestore());
  const directory = mkdtempSync(join(parent, "plinth-test-"));
  const server = await startEmbeddedServer({ directory, durable: false });

  await sweepRunDirectories([parent]);
  expect(told.mock.calls.flat()).toEqual([expect.stringMatching(/plinth-test-.* stays for now: .*in use by plinth/)]);
  expect(existsSync(directory)).toBe(true);

  await server.leaveRunning();
  await sweepRunDirectories([parent]);
  expect(existsSync(directory)).toBe(false);
});

test("a run that keeps the database of a failed test ends, and its server is swept later", async ({ parent }) => {
  const { output } = await plantedRun("failing", parent).finished;
  const [, directory = ""] = /embedded in (\S+),/.exec(output) ?? [];
  const client = await connectToCluster(`${directory}/postgres`, Date.now() + 20_000);
  expect(client, "the server outlives the run").toBeDefined();
  await client?.end();

  await sweepRunDirectories([parent]);
  expect(existsSync(directory)).toBe(false);
});

test("a directory that was just made is not swept, even where nothing runs in it yet", async ({ parent }) => {
  const directory = await makeRunDirectory(parent);
  await sweepRunDirectories([parent]);
  expect(existsSync(directory.path)).toBe(true);
  directory.remove();
  expect(existsSync(directory.path)).toBe(false);
});

/** Decimal, as PostgreSQL writes them into `postmaster.pid`. */
function sharedMemoryKeys(): string[] {
  const keys = execFileSync("ipcs", ["-m"], { encoding: "utf8" }).match(/\b0x[0-9a-f]+\b/g);
  return (keys ?? []).map((key) => String(Number(key)));
}

function plantedRun(name: string, parent: string): VitestRun {
  return runVitest(["--config", "test/support/planted/vitest.config.ts", name], {
    PLINTH_TEST_DATABASE: "embedded",
    PLINTH_TEST_MEMORY: parent,
    TMPDIR: parent,
    CI: "",
  });
}
