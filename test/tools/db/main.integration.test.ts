import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import { contexts } from "#migrations/order.ts";
import { test } from "#test/support/fixtures.ts";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";
import { variableSchemas } from "#infrastructure/shared/config/variables.ts";

const main = join(import.meta.dirname, "../../../tools/db/main.ts");
/** Any context that has migrations. */
const context = contexts.at(0) ?? "none";
/** Empty counts as not set, and keeps Node from taking it from the `.env` of whoever runs the tests. */
const unset = Object.fromEntries(Object.keys(variableSchemas).map((name) => [name, ""]));

function run(args: readonly string[], environment: NodeJS.ProcessEnv, cwd?: string) {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    env: { ...unset, PATH, HOME, ...environment },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

test("npm run db migrates the database of DATABASE_URL from any folder, and writes JSON alone to stdout", async ({
  emptyDatabase: { url },
}) => {
  const up = run(["up", "--json"], { DATABASE_URL: url }, "/");
  expect(up).toMatchObject({ status: 0, stderr: expect.stringContaining(`${context}/0001`) as string });
  expect(JSON.parse(up.stdout)).toMatchObject({
    ok: true,
    runs: expect.arrayContaining([expect.objectContaining({ direction: "up" })]) as unknown,
  });
  expect(run(["status", "--exit-code"], { DATABASE_URL: url })).toMatchObject({ status: 0 });
});

test("without --yes and a terminal nothing is undone, with exit code 2", async ({ db }) => {
  const { status, stderr } = run(["down"], { DATABASE_URL: db.url });
  expect(stderr).toMatch(
    /^This undoes \w+\/\d{4}_\w+ on database \S+ on \S+\. There is no terminal to ask on: .*--yes/,
  );
  expect(status).toBe(2);
  expect(run(["status", "--exit-code"], { DATABASE_URL: db.url })).toMatchObject({ status: 0 });
});

// Starts a service and five other processes, one of them initdb.
test("without DATABASE_URL it works on the service's own database, while that runs and after", async () => {
  const directory = await makeServiceDirectory();
  const service = startService(directory);
  await service.ready();
  const environment = { DATA_DIRECTORY: join(directory, ".data") };
  expect(run(["version"], environment)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(new RegExp(`^${context}/(?!0000)`)) as string,
  });
  expect(await fetch(`${(await service.ready()).url}/health/ready`), "it runs on").toMatchObject({ status: 200 });
  service.process.kill("SIGTERM");
  expect(await service.ended()).toBe(0);
  expect(run(["seed"], environment)).toMatchObject({ status: 0 });
});
