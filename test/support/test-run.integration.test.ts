import { once } from "node:events";
import { expect } from "vitest";
import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { eventually } from "./eventually.ts";
import { test as base } from "./fixtures.ts";
import { runVitest, type VitestRun } from "./run-vitest.ts";
import { createTestDatabase } from "./test-database.ts";
import { keepTestDatabase, startRun } from "./test-run.ts";

/** `world`: a database after which the runs of a test name theirs, so that they don't see those of others. */
const test = base.extend("world", async ({ emptyDatabase }, { onCleanup }) => {
  const clients: pg.Client[] = [];
  onCleanup(async () => void (await Promise.all(clients.map((client) => client.end()))));
  const connect = async () => {
    const client = await connectPlainly(emptyDatabase.url, "test");
    clients.push(client);
    return client;
  };
  const databases = async (admin: pg.Client) => {
    const { rows } = await admin.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1",
      [`${emptyDatabase.name}_db_`],
    );
    return rows.map(({ datname }) => datname);
  };
  return { ...emptyDatabase, connect, databases };
});

test("a run drops what an ended one has left, and nothing of one that lives", async ({
  world,
  admin,
  onTestFinished,
}) => {
  const [first, second, third] = [await world.connect(), await world.connect(), await world.connect()];
  const { prefix: ofFirst } = await startRun(first);
  const { prefix: ofSecond } = await startRun(second);
  const left = await createTestDatabase(first, ofFirst);
  const used = await createTestDatabase(second, ofSecond);
  const [roleLeft, roleUsed] = [`${ofFirst}00000000`, `${ofSecond}00000000`];
  for (const role of [roleLeft, roleUsed]) await admin.query(`CREATE ROLE ${role}`);
  onTestFinished(async () => void (await admin.query(`DROP ROLE ${roleUsed}`)));
  await first.end();

  await eventually(async () => {
    await startRun(third);
    expect(await world.databases(admin)).toEqual([used]);
  });
  const { rows } = await admin.query("SELECT rolname FROM pg_roles WHERE starts_with(rolname, $1)", [world.name]);
  expect(rows).toEqual([{ rolname: roleUsed }]);
  expect(left).not.toBe(used);
});

test("databases of others are not touched, whatever they are called", async ({ world, admin }) => {
  const foreign = [`${world.name}_db_x`, `${world.name}_db_0000000g_00000000`];
  for (const name of foreign) await admin.query(`CREATE DATABASE ${name}`);
  await startRun(await world.connect());
  expect(await world.databases(admin)).toEqual(foreign.toSorted());
});

test("a run ends with the databases of its failed tests, or without any", async ({ world, admin }) => {
  const client = await world.connect();
  const run = await startRun(client);
  await createTestDatabase(client, run.prefix);
  const failed = await createTestDatabase(client, run.prefix);
  await keepTestDatabase(client, failed, "it's red");
  expect(await run.end({ keepFailed: true })).toBe(1);
  expect(await world.databases(admin)).toEqual([failed]);
  expect(await run.end({ keepFailed: false })).toBe(0);
  expect(await world.databases(admin)).toEqual([]);
});

test("of five runs that are killed, the next one leaves nothing on the server", async ({ world, admin }) => {
  let left: string[] = [];
  for (let time = 0; time < 5; time++) {
    const run = plantedRun("hanging", world.url);
    const [database] = await eventually(async () => {
      const found = await world.databases(admin);
      expect(found).toHaveLength(1);
      expect(found).not.toEqual(left);
      return found;
    });
    const exited = once(run.process, "exit");
    run.process.kill("SIGKILL");
    await exited;
    left = await world.databases(admin);
    expect(left, "a killed run drops nothing").toEqual([database]);
  }
  const { lastLine } = await plantedRun("passing", world.url).finished;
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(await world.databases(admin)).toEqual([]);
});

function plantedRun(name: string, url: string): VitestRun {
  return runVitest(["--config", "test/support/planted/vitest.config.ts", name], { TEST_DATABASE_URL: url });
}
