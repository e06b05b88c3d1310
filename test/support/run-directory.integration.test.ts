import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { connectToCluster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";
import { makeRunDirectory, sweepRunDirectories } from "./run-directory.ts";
import { runVitest } from "./run-vitest.ts";

test("a run that is killed leaves its server behind, and the next sweep removes that and its directory", async () => {
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts", "hanging"], { TEST_DATABASE_URL: "" });
  const directory = await outputOf(run.process, /embedded in (\S+),/);
  await outputOf(run.process, /(hanging) on/);
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

test("a run that keeps the database of a failed test ends, and its server is swept later", async () => {
  const run = runVitest(["--config", "test/support/planted/vitest.config.ts", "failing"], {
    TEST_DATABASE_URL: "",
    CI: "",
  });
  const { output } = await run.finished;
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

async function outputOf(process: { stdout: NodeJS.ReadableStream | null }, pattern: RegExp): Promise<string> {
  let seen = "";
  const { promise, resolve } = Promise.withResolvers<string>();
  const read = (chunk: Buffer) => {
    seen += chunk.toString();
    const found = pattern.exec(seen)?.[1];
    if (found) resolve(found);
  };
  process.stdout?.on("data", read);
  return promise;
}
