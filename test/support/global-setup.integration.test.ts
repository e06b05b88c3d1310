import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyOfProject } from "./copy-of-project.ts";
import { sweepRunDirectories } from "./run-directory.ts";
import { runVitest } from "./run-vitest.ts";

const environment = { PLINTH_TEST_DATABASE: "embedded" };
const wrong = "CREATE TABLE public.mine (id nonsense);";
const migration = "migrations/identity/0001_create_users_and_sessions.up.sql";

test("a run whose migrations are wrong ends with what is wrong, and leaves no server", async () => {
  const directory = await copyOfProject();
  writeFileSync(join(directory, migration), wrong);
  const { code, output } = await runVitest(["isolation.integration"], environment, { directory }).finished;
  expect(code).toBe(1);
  expect(output).toContain('type "nonsense" does not exist');
  expect(output).not.toContain("close timed out");
  const [, server = ""] = /embedded in (\S+),/.exec(output) ?? [];
  expect(server).not.toBe("");
  expect(existsSync(server)).toBe(false);
});

test("a watched run whose migrations are wrong goes on with the mended ones", async ({ onTestFinished }) => {
  const directory = await copyOfProject();
  const right = readFileSync(join(directory, migration), "utf8");
  writeFileSync(join(directory, migration), wrong);
  const run = runVitest(["isolation.integration"], environment, { directory, watch: true });
  onTestFinished(async () => {
    run.process.kill("SIGINT");
    await run.finished;
    // A signal ends vitest without its teardown.
    await sweepRunDirectories();
  });
  await run.wrote(/Tests +\d+ failed \(/);
  writeFileSync(join(directory, migration), right);
  const [, passed = ""] = await run.wrote(/Tests +(\d+) passed \(/);
  expect(Number(passed)).toBeGreaterThan(0);
});
