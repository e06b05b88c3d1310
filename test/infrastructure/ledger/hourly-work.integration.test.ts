import { join } from "node:path";
import { expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/fixtures.ts";
import { makeServiceDirectory, startService } from "#test/support/service-process.ts";

const shortHours = `--import=${join(import.meta.dirname, "../../support/ledger/short-hours.child.ts")}`;
const oldAnswer = `INSERT INTO ledger.idempotent_answers (owner_id, key, request_hash, created_at)
   VALUES ('0197a8f0-c000-7000-8000-00000000000a', 'old', 'any', now() - interval '8 days')`;
const limit = { timeout: 60_000 };

/** A service whose hours are short, and a connection to its database. */
const test = base.extend("hasty", async ({ db }, { onCleanup }) => {
  const client = await connectPlainly(db.url, "test of hourly work");
  onCleanup(() => client.end());
  const start = async () => {
    const service = startService(await makeServiceDirectory(), { DATABASE_URL: db.url, NODE_OPTIONS: shortHours });
    return { service, url: (await service.ready()).url };
  };
  return { client, start };
});

test("a service that was started forgets what is too old", limit, async ({ hasty: { client, start } }) => {
  await client.query(oldAnswer);
  await start();
  await eventually(async () => expect((await client.query("SELECT FROM ledger.idempotent_answers")).rowCount).toBe(0));
});

test("when that fails it says so, and goes on", limit, async ({ hasty: { client, start } }) => {
  const { service, url } = await start();
  await client.query("ALTER TABLE ledger.idempotent_answers RENAME TO elsewhere");
  await service.wrote(/"level":40.*the hourly work of a context failed/);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  await client.query("ALTER TABLE ledger.elsewhere RENAME TO idempotent_answers");
  await client.query(oldAnswer);
  await eventually(async () => expect((await client.query("SELECT FROM ledger.idempotent_answers")).rowCount).toBe(0));
});

test("a signal to stop waits for what is running", limit, async ({ hasty: { client, start } }) => {
  await client.query(oldAnswer);
  await client.query("BEGIN; LOCK TABLE ledger.idempotent_answers IN EXCLUSIVE MODE");
  const { service, url } = await start();
  await eventually(async () => {
    const waiting = await client.query("SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass", [
      "ledger.idempotent_answers",
    ]);
    expect(waiting.rowCount).toBeGreaterThan(0);
  });
  service.process.kill("SIGTERM");
  await eventually(() => expect(fetch(url)).rejects.toThrow("fetch failed"));
  expect(service.process.exitCode).toBeNull();
  await client.query("COMMIT");
  expect(await service.ended()).toBe(0);
  expect(service.output()).not.toContain("the hourly work of a context failed");
  expect((await client.query("SELECT FROM ledger.idempotent_answers")).rowCount).toBe(0);
});
