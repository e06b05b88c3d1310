import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { connectToCluster, readPostmaster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";
import { eventually } from "./eventually.ts";
import { makeRunDirectory, sweepRunDirectories } from "./run-directory.ts";
import { runVitest, type VitestRun } from "./run-vitest.ts";
import { isAlive } from "./service-process.ts";

test("a run that is killed leaves its server behind, and the next sweep removes that and its directory", async () => {
  const run = plantedRun("hanging");
  const [, directory = ""] = await run.wrote(/embedded in (\S+),/);
  await run.wrote(/hanging on/);
  const cluster = `${directory}/postgres`;
  await sweepRunDirectories();
  expect(existsSync(cluster), "a directory in use is not touched").toBe(true);

  const exited = once(run.process, "exit");
  run.process.kill("SIGKILL");
  await exited;
  const client = await connectToCluster(cluster, Date.now());
  expect(client, "the server outlives the run").toBeDefined();
  await client?.end();

  await sweepRunDirectories();
  expect(existsSync(directory)).toBe(false);
}, 60_000);

test("of five runs that are killed, the next one leaves no server and no directory", async () => {
  const clusters: string[] = [];
  const servers: number[] = [];
  for (let time = 0; time < 5; time++) {
    const run = plantedRun("hanging");
    const [, directory = ""] = await run.wrote(/embedded in (\S+),/);
    await run.wrote(/hanging on/);
    const exited = once(run.process, "exit");
    run.process.kill("SIGKILL");
    await exited;
    clusters.push(`${directory}/postgres`);
    servers.push(readPostmaster(`${directory}/postgres`)?.pid ?? 0);
  }
  expect(servers.filter(isAlive)).toHaveLength(1);
  const { lastLine } = await plantedRun("passing").finished;
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(clusters.filter((cluster) => existsSync(dirname(cluster)))).toEqual([]);
  expect(servers.filter(isAlive)).toEqual([]);
}, 120_000);

test("of a run that is killed while it tests a service, the next one leaves nothing either", async () => {
  const run = plantedRun("serving");
  const [, directory = "", pids = ""] = await run.wrote(/serving in (\S+) by ([\d ]+);/);
  const [worker = 0, service = 0, postgres = 0] = pids.split(" ").map(Number);
  expect([worker, service, postgres].filter(isAlive)).toHaveLength(3);
  run.process.kill("SIGKILL");
  await eventually(() => expect([worker, service].filter(isAlive)).toEqual([]));
  expect(isAlive(postgres), "the service's server outlives it").toBe(true);

  const { lastLine } = await plantedRun("passing").finished;
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(isAlive(postgres)).toBe(false);
  expect(existsSync(dirname(directory)), "the run's directory of temporary files").toBe(false);
}, 60_000);

test("a run that keeps the database of a failed test ends, and its server is swept later", async () => {
  const { output } = await plantedRun("failing").finished;
  const [, directory = ""] = /embedded in (\S+),/.exec(output) ?? [];
  const client = await connectToCluster(`${directory}/postgres`, Date.now());
  expect(client, "the server outlives the run").toBeDefined();
  await client?.end();

  await sweepRunDirectories();
  expect(existsSync(directory)).toBe(false);
}, 60_000);

test("a directory that was just made is not swept, even where nothing runs in it yet", async () => {
  const directory = await makeRunDirectory();
  await sweepRunDirectories();
  expect(existsSync(directory.path)).toBe(true);
  directory.remove();
  expect(existsSync(directory.path)).toBe(false);
});

function plantedRun(name: string): VitestRun {
  return runVitest(["--config", "test/support/planted/vitest.config.ts", name], {
    PLINTH_TEST_DATABASE: "embedded",
    CI: "",
  });
}
