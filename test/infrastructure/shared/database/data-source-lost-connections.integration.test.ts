import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { describe, expect } from "vitest";
import { DatabaseUnavailable } from "#infrastructure/shared/database/errors.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends, killBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

/** A server that does what `answer` says with each connection, and counts them. */
const test = base.extend("listen", async ({}, { onCleanup }) => {
  const servers: net.Server[] = [];
  const sockets = new Set<net.Socket>();
  onCleanup(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });
  return async (answer: (socket: net.Socket) => void) => {
    let connections = 0;
    const server = net.createServer((socket) => {
      connections++;
      sockets.add(socket.on("error", () => undefined));
      answer(socket);
    });
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return { url: `postgres://someone:secret@127.0.0.1:${port}/some`, count: () => connections };
  };
});

const seven = statement("SELECT 7");
const select = (text = "SELECT 7") => [statement(text), []] as const;

describe("when the connection dies", () => {
  test("every statement that was sent or waits for it settles", async ({ connect, admin, emptyDatabase }) => {
    const source = connect({ size: 1 });
    const work = source.withConnection(async (connection) => {
      await connection.execute(seven, []);
      const typed = Array.from({ length: 50 }, (_, index) =>
        connection.execute(statement(`SELECT $1::int4 + ${index}, pg_sleep(60)`, [23]), [index]),
      );
      const plain = Array.from({ length: 50 }, () => connection.execute(...select("SELECT pg_sleep(60)")));
      const settled = Promise.allSettled([...typed, ...plain]);
      await eventually(async () => (await countBackends(admin, emptyDatabase.name, "wait_event = 'PgSleep'")) === 1);
      await killBackends(admin, emptyDatabase.name);
      return settled;
    });
    const outcomes = await work;
    expect(outcomes).toHaveLength(100);
    const reasons = outcomes.map((outcome) => (outcome.status === "rejected" ? (outcome.reason as unknown) : "none"));
    expect(reasons.filter((reason) => !(reason instanceof DatabaseUnavailable))).toEqual([]);
  });

  test("close() settles at once, and so does what comes after it", async ({ connect, admin, emptyDatabase }) => {
    const source = connect({ size: 3 });
    await Promise.all([1, 2, 3].map(() => source.withConnection((connection) => connection.execute(seven, []))));
    await killBackends(admin, emptyDatabase.name);
    await source.close();
    await source.close();
    await expect(source.withConnection(async () => 7)).rejects.toThrow("The DataSource is closed.");
  });

  test("the next unit of work has another one", async ({ connect, admin, emptyDatabase }) => {
    const source = connect({ size: 4 });
    const all = () =>
      Promise.all(
        Array.from({ length: 20 }, () => source.withTransaction((transaction) => valueOf(transaction, "SELECT 7"))),
      );
    for (let round = 0; round < 3; round++) {
      expect(new Set(await all())).toEqual(new Set([7]));
      await killBackends(admin, emptyDatabase.name);
      // The news are on their way: until they have come, a unit of work may fail, but none may hang.
      await eventually(() => source.withConnection((connection) => connection.execute(seven, [])));
    }
    expect(await countBackends(admin, emptyDatabase.name)).toBeLessThanOrEqual(4);
  });

  test("the work's own error is not hidden by it", async ({ connect, admin, emptyDatabase }) => {
    const work = connect().withTransaction(async (transaction) => {
      await transaction.execute(seven, []);
      await killBackends(admin, emptyDatabase.name);
      throw new Error("mine");
    });
    await expect(work).rejects.toThrow("mine");
  });

  test("what waited for a connection gets one", async ({ connect, admin, emptyDatabase }) => {
    const source = connect({ size: 1 });
    const dying = source.withConnection((connection) => connection.execute(...select("SELECT pg_sleep(60)")));
    const lost = thrownBy(dying);
    const waiting = source.withConnection((connection) => valueOf(connection, "SELECT 7"));
    await eventually(async () => (await countBackends(admin, emptyDatabase.name, "wait_event = 'PgSleep'")) === 1);
    // Only this one: the next may be there already.
    const asleep = "FROM pg_stat_activity WHERE datname = $1 AND query = 'SELECT pg_sleep(60)'";
    await admin.query(`SELECT pg_terminate_backend(pid) ${asleep}`, [emptyDatabase.name]);
    expect(await lost).toBeInstanceOf(DatabaseUnavailable);
    expect(await waiting).toBe(7);
  });
});

describe("close()", () => {
  test("waits for the work that runs, and refuses what waits", async ({ connect, admin, emptyDatabase }) => {
    const source = connect({ size: 1 });
    const started = Promise.withResolvers<void>();
    const running = source.withConnection(async (connection) => {
      started.resolve();
      return valueOf(connection, "SELECT pg_sleep(0.1) IS NULL");
    });
    const waiting = source.withConnection(async () => 7);
    const refused = thrownBy(waiting);
    await started.promise;
    await source.close();
    expect(await refused).toMatchObject({ message: "The DataSource is closed." });
    expect(await running).toBe(false);
    await eventually(async () => (await countBackends(admin, emptyDatabase.name)) === 0);
  });

  test("ends a connection that is just being made", async ({ connect, proxyTo, emptyDatabase }) => {
    const proxy = await proxyTo();
    proxy.once("application_name", "stall");
    const source = connect({ url: proxy.url(emptyDatabase.url), connectTimeout: 60_000 });
    const refused = thrownBy(source.withConnection(async () => 7));
    await eventually(() => proxy.accepted === 1 && proxy.pending === 0);
    await source.close(60_000);
    expect(await refused).toMatchObject({ message: "The DataSource is closed." });
    expect(source.pool.opening).toBe(0);
    await eventually(() => proxy.open === 0);
  });

  test("may have patience for ever", async ({ connect }) => {
    const source = connect({ size: 1 });
    const started = Promise.withResolvers<void>();
    const running = source.withConnection(async (connection) => {
      started.resolve();
      return valueOf(connection, "SELECT pg_sleep(0.1) IS NULL");
    });
    await started.promise;
    await Promise.all([source.close(Infinity), expect(running).resolves.toBe(false)]);
  });

  test("cuts what takes longer than its patience", async ({ connect }) => {
    const source = connect({ size: 1 });
    const started = Promise.withResolvers<void>();
    const running = source.withConnection(async (connection) => {
      const answer = connection.execute(...select("SELECT pg_sleep(60)"));
      started.resolve();
      return answer;
    });
    const cut = thrownBy(running);
    await started.promise;
    await source.close(20);
    expect(await cut).toBeInstanceOf(DatabaseUnavailable);
  });
});

describe("a server", () => {
  test.for<[name: string, answer: (socket: net.Socket) => void]>([
    ["hangs up at once", (socket) => socket.end()],
    ["cuts at once", (socket) => socket.resetAndDestroy()],
    ["hangs up after the first message", (socket) => socket.once("data", () => socket.end())],
    ["speaks another language", (socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))],
  ])("that %s makes one clear error and one connection per unit of work", async ([, answer], { listen }) => {
    const server = await listen(answer);
    const source = createDataSource({ url: server.url, connectTimeout: 2_000 });
    const work = source.withConnection(async () => 7);
    await expect(work).rejects.toThrow(DatabaseUnavailable);
    await expect(work).rejects.toThrow(/^No connection to PostgreSQL at 127\.0\.0\.1:\d+\/some: /);
    await expect(work).rejects.not.toThrow(/secret/);
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(server.count()).toBe(1);
    await source.close();
  });

  test("that never answers makes an error in time", async ({ listen }) => {
    const source = createDataSource({ url: (await listen(() => undefined)).url, connectTimeout: 50 });
    await expect(source.withConnection(async () => 7)).rejects.toThrow(/it did not let us in within 50 ms/);
    await source.close();
  });

  test("that is not there makes an error that says so, also by name", async () => {
    for (const host of ["localhost", "127.0.0.1"]) {
      const source = createDataSource({ url: `postgres://${host}:1/some` });
      await expect(
        source.withConnection(async () => 7),
        host,
      ).rejects.toThrow(/ECONNREFUSED/);
    }
  });

  test("that refuses the password is quoted, the password isn't", async ({ emptyDatabase }) => {
    const url = new URL(emptyDatabase.url);
    url.username = "nobody_here";
    url.password = "t0psecret";
    const source = createDataSource({ url: url.href });
    const work = source.withConnection(async () => 7);
    await expect(work).rejects.toThrow(/nobody_here/);
    await expect(work).rejects.not.toThrow(/t0psecret/);
  });
});
