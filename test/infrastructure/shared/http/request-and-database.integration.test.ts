import { Agent, get, type Server } from "node:http";
import { promisify } from "node:util";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect } from "vitest";
import { connectDatabase } from "#infrastructure/connect-database.ts";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { exec } from "#infrastructure/shared/database/statement.ts";
import { createMetrics } from "#infrastructure/shared/observability/metrics.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/fixtures.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { answering, silent, startServer } from "./support.ts";

const add = exec(statement("UPDATE counters SET n = n + 1", [], "test.add"));
const sleep = exec(statement("SELECT pg_sleep(0.05)", [], "test.sleep"));

/** A server whose requests work in a database, as those of the service do. */
const test = base
  .extend("counted", async ({ db }) => {
    await db.dataSource.withConnection((connection) => run(connection, "CREATE TABLE counters (n int)"));
    await db.dataSource.withConnection((connection) => run(connection, "INSERT INTO counters VALUES (0)"));
    return () => db.dataSource.withConnection((connection) => valueOf(connection, "SELECT n FROM counters"));
  })
  .extend("metrics", () => createMetrics())
  .extend("acquireTimeout", (): string => "20000")
  .extend("source", ({ db, metrics, acquireTimeout }, { onCleanup }) => {
    const configuration = loadConfiguration({ DATABASE_POOL_SIZE: "2", DATABASE_ACQUIRE_TIMEOUT_MS: acquireTimeout });
    const source = connectDatabase({ url: db.url, configuration, logger: silent, metrics });
    onCleanup(() => source.close(0));
    return source;
  })
  .extend("background", (): Promise<unknown>[] => [])
  .extend("server", async ({ source, metrics, counted: _table, background }) => {
    const schema = answering(Type.Object({}));
    const routes = (): FastifyPluginAsyncTypebox => async (app) => {
      app.post("/add", { schema }, async () => {
        await source.withTransaction((transaction) => add(transaction));
        return {};
      });
      app.get("/add-later", { schema }, async () => {
        background.push(source.withTransaction((transaction) => add(transaction)));
        return {};
      });
      app.get("/sleep", { schema }, async () => {
        await source.withConnection((connection) => sleep(connection));
        return {};
      });
    };
    return startServer({
      environment: { RATE_LIMIT_PER_MINUTE: "1000000", SHUTDOWN_TIMEOUT_MS: "100" },
      routes,
      requestEnded: metrics.requestEnded,
    });
  })
  .extend("lockCounters", ({ db, counted: _table }) => async () => {
    const unlock = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holder = db.dataSource.withTransaction(async (transaction) => {
      await run(transaction, "LOCK TABLE counters");
      locked.resolve();
      await unlock.promise;
    });
    await locked.promise;
    return async () => {
      unlock.resolve();
      await holder;
    };
  })
  .extend(
    "waiters",
    ({ admin, db }) =>
      () =>
        countBackends(admin, db.name, "wait_event_type = 'Lock'"),
  );

const openConnections = (server: Server) => promisify(server.getConnections.bind(server))();

const headers = { "content-type": "application/json" };

describe("a client that hangs up", () => {
  test("ends what its request does in the database, at once", async ({
    server,
    source,
    lockCounters,
    waiters,
    counted,
    metrics,
  }) => {
    const unlock = await lockCounters();
    const client = new AbortController();
    const answer = fetch(`${server.url}/add`, { method: "POST", body: "{}", headers, signal: client.signal });
    answer.catch(() => undefined);
    await eventually(async () => (await waiters()) === 1);
    client.abort();
    await eventually(async () => (await waiters()) === 0);
    await unlock();
    await eventually(() => source.pool.lent === 0);
    expect(await counted()).toBe(0);

    const lines = server.logs.map(({ level, msg, status }) => ({ level, msg, status }));
    expect(lines).toContainEqual({ level: 30, msg: "request aborted by the client", status: 499 });
    expect(lines).toContainEqual({ level: 30, msg: expect.stringContaining("the client has gone") as string });
    expect(lines.filter(({ level }) => Number(level) > 30)).toEqual([]);
    expect(await metrics.text()).toContain(
      'http_request_duration_seconds_count{method="POST",route="/add",status="499"}',
    );
    expect((await fetch(`${server.url}/add`, { method: "POST", body: "{}", headers })).status).toBe(200);
  });

  test("ends its wait for a connection", async ({ server, source }) => {
    const finish = Promise.withResolvers<void>();
    const holders = [1, 2].map(() => source.withConnection(() => finish.promise));
    await eventually(() => source.pool.lent === 2);
    const client = new AbortController();
    const answer = fetch(`${server.url}/sleep`, { signal: client.signal });
    answer.catch(() => undefined);
    await eventually(() => source.pool.waiting === 1);
    client.abort();
    await eventually(() => source.pool.waiting === 0);
    expect(source.pool.lent, "by the holders, who go on").toBe(2);
    finish.resolve();
    await Promise.all(holders);
  });
});

test("the deadline of a shutdown ends what requests still do in the database", async ({
  server,
  source,
  lockCounters,
  waiters,
  counted,
}) => {
  const unlock = await lockCounters();
  const answer = fetch(`${server.url}/add`, { method: "POST", body: "{}", headers });
  answer.catch(() => undefined);
  await eventually(async () => (await waiters()) === 1);
  await server.app.close();
  await source.close(60_000);
  expect(await waiters()).toBe(0);
  await unlock();
  expect(await counted()).toBe(0);
});

describe("a request that was answered", () => {
  test("ends nothing that was begun in it and goes on, nor does the end of its connection", async ({
    server,
    background,
    lockCounters,
    waiters,
    counted,
  }) => {
    const unlock = await lockCounters();
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      get(`${server.url}/add-later`, { agent }, (response) => response.resume().once("end", resolve)).once(
        "error",
        reject,
      );
    });
    await eventually(async () => (await waiters()) === 1);
    agent.destroy();
    await eventually(async () => (await openConnections(server.app.server)) === 0);
    await unlock();
    await Promise.all(background);
    expect(background).toHaveLength(1);
    expect(await counted()).toBe(1);
  });

  test("wasn't aborted because its body had been read", async ({ server, lockCounters, waiters, counted }) => {
    const unlock = await lockCounters();
    const answer = fetch(`${server.url}/add`, { method: "POST", body: "{}", headers });
    await eventually(async () => (await waiters()) === 1);
    await unlock();
    expect((await answer).status).toBe(200);
    expect(await counted()).toBe(1);
  });
});

describe("more requests than connections", () => {
  const agent = new Agent({ maxSockets: Infinity });
  const status = (url: string) =>
    new Promise<string>((resolve, reject) => {
      get(url, { agent }, (response) => {
        response.resume().once("end", () => resolve(`${response.statusCode} ${response.headers["retry-after"] ?? ""}`));
      }).once("error", reject);
    });

  test.override("acquireTimeout", "1000");

  test("wait, or fail in time with 503 and Retry-After: 2,000 at once are all answered, and it stays alive", async ({
    server,
    source,
    metrics,
  }) => {
    await Promise.all([1, 2].map(() => status(`${server.url}/sleep`)));
    let accepted = 0;
    server.app.server.on("connection", () => accepted++);
    const burst: Promise<string>[] = [];
    // In groups that the operating system keeps until they are accepted: of more than 511 it may refuse some.
    while (burst.length < 2000) {
      burst.push(...Array.from({ length: 250 }, () => status(`${server.url}/sleep`)));
      await eventually(() => accepted >= burst.length);
    }
    await eventually(() => source.pool.waiting > 10);
    expect(await status(`${server.url}/health/live`)).toBe("200 ");
    const answers = await Promise.all(burst);
    const counts = Object.groupBy(answers, (answer) => answer);
    expect(Object.keys(counts).toSorted()).toEqual(["200 ", "503 1"]);
    expect(counts["200 "]?.length).toBeGreaterThan(2);
    expect(source.pool).toMatchObject({ lent: 0, waiting: 0 });
    expect(await status(`${server.url}/sleep`)).toBe("200 ");

    const text = await metrics.text();
    expect(text).toContain(`db_pool_failures_total{error="AcquireTimeout"} ${counts["503 1"]?.length}\n`);
    expect(text).toContain(`http_request_duration_seconds_count{method="GET",route="/sleep",status="503"}`);
  });
});
