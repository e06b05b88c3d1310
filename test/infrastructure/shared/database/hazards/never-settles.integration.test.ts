import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import type postgres from "postgres";
import { describe, expect } from "vitest";
import { AcquireTimeout } from "#infrastructure/shared/database/errors.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends, killBackend, killBackends } from "#test/support/kill-backend.ts";
import { test as base } from "./bare-driver.ts";

/** A server that hangs up on each connection before it has answered; counts them. */
const test = base.extend("hangingUp", async ({}, { onCleanup }) => {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    socket.on("error", () => undefined).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onCleanup(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://someone@127.0.0.1:${port}/some`, connections: () => connections };
});

/** What has become of promises so far. */
const watch = (promises: readonly PromiseLike<unknown>[]) => {
  const count = { settled: 0 };
  for (const promise of promises)
    promise.then(
      () => count.settled++,
      () => count.settled++,
    );
  return count;
};

/** The driver has noticed the death of its connection, has made another, and has had time to settle what it will. */
const hasRecovered = async (sql: postgres.Sql) => {
  await eventually(async () => (await sql`SELECT 7 AS seven`)[0]?.["seven"] === 7);
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
};

// That all of this settles on a DataSource: data-source-lost-connections.integration.test.ts
describe("with the bare driver", () => {
  test("statements that wait for their turn on a connection that dies never settle", async ({ bare, admin }) => {
    const sql = bare({ max: 1 });
    const reserved = await sql.reserve();
    const [row] = await reserved<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const sleeping = reserved.unsafe("SELECT pg_sleep(60)").execute();
    const waiting = Array.from({ length: 200 }, () => reserved.unsafe("SELECT 1").execute());
    const count = watch([sleeping, ...waiting]);
    await killBackend(admin, row?.pid ?? 0);
    await hasRecovered(sql);
    expect(count.settled).toBeGreaterThan(0);
    expect(count.settled).toBeLessThan(201);
  });

  test("end() never settles once a connection was lost with a statement on it", async ({
    bare,
    admin,
    emptyDatabase,
  }) => {
    const sql = bare({ max: 1 });
    await sql`SELECT 1`;
    const sleeping = watch([sql`SELECT pg_sleep(60)`]);
    await eventually(async () => (await countBackends(admin, emptyDatabase.name, "query LIKE '%pg_sleep%'")) === 1);
    await killBackends(admin, emptyDatabase.name);
    await eventually(() => sleeping.settled === 1);
    const ended = watch([sql.end()]);
    for (let turn = 0; turn < 1_000; turn++) await new Promise(setImmediate);
    expect(ended.settled).toBe(0);
  });

  test("a statement waits for ever for a server that hangs up, and floods it with connections", async ({
    bare,
    hangingUp,
  }) => {
    const sql = bare({ max: 1 }, hangingUp.url);
    const answer = watch([sql`SELECT 1`]);
    await eventually(() => hangingUp.connections() > 20);
    expect(answer.settled).toBe(0);
  });

  test("a statement waits for a connection without a limit; on a DataSource it fails in time", async ({
    bare,
    connect,
  }) => {
    const sql = bare({ max: 1 });
    await sql.reserve();
    const answer = watch([sql`SELECT 1`]);
    const source = connect({ size: 1, acquireTimeout: 50 });
    const finish = Promise.withResolvers<void>();
    const holder = source.withConnection(() => finish.promise, { acquireTimeout: 5_000 });
    await expect(source.withConnection(async () => 7)).rejects.toThrow(AcquireTimeout);
    finish.resolve();
    await holder;
    expect(answer.settled).toBe(0);
  });
});
