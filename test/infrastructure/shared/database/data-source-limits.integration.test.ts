import { setTimeout as pause } from "node:timers/promises";
import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import {
  AcquireTimeout,
  DatabaseTimeout,
  DatabaseUnavailable,
  DataSourceMisuse,
  OutcomeUnknown,
} from "#infrastructure/shared/database/errors.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";

const test = base
  .extend("source", async ({ connect }) => {
    const source = connect({ size: 2 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
    return source;
  })
  .extend("untilClosed", ({ admin, emptyDatabase }) => async (name: string) => {
    await eventually(
      async () => (await countBackends(admin, emptyDatabase.name, `application_name = '${name}'`)) === 0,
    );
  })
  .extend(
    "named",
    ({ emptyDatabase }) =>
      (name: string) =>
        `${emptyDatabase.url}?application_name=${name}`,
  );

const sleep = statement("SELECT pg_sleep(60)", [], "test.sleep");
const insert = statement("INSERT INTO things VALUES (1)", [], "test.insert");
const stored = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT array_agg(id ORDER BY id) FROM things"));

describe("a time limit", () => {
  test("of a statement ends it", async ({ connect }) => {
    const work = connect({ statementTimeout: 1_000 }).withConnection((connection) => connection.execute(sleep, []));
    await expect(work).rejects.toThrow(DatabaseTimeout);
    await expect(work).rejects.toThrow(/test\.sleep took longer than it may: .*statement timeout/);
  });

  test("of a statement or a lock can be another one in a transaction, and only there", async ({ connect }) => {
    const source = connect({ size: 1, statementTimeout: 12_345 });
    const limits = "SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')";
    const inside = await source.withTransaction((transaction) => valueOf(transaction, limits), {
      statementTimeout: 50_000.5,
      lockTimeout: 0,
    });
    expect(inside).toBe("50001ms 0");
    expect(await source.withConnection((connection) => valueOf(connection, limits))).toBe("12345ms 10s");
  });

  test("of 0 means none, whatever the server's own default", async ({ connect, admin, emptyDatabase }) => {
    await admin.query(`ALTER DATABASE ${emptyDatabase.name} SET statement_timeout = 77000`);
    const limit = (statementTimeout: number) =>
      connect({ statementTimeout }).withConnection((connection) => valueOf(connection, "SHOW statement_timeout"));
    expect(await limit(0)).toBe("0");
    expect(await limit(88_000)).toBe("88s");
  });

  test("of a wait for a lock ends it", async ({ source, connect }) => {
    const other = connect({ lockTimeout: 50 });
    await source.withTransaction(async (holder) => {
      await run(holder, "LOCK TABLE things");
      const work = other.withTransaction((transaction) => transaction.execute(insert, []));
      await expect(work).rejects.toThrow(DatabaseTimeout);
      await expect(work).rejects.toThrow(/test\.insert waited longer for a lock than it may/);
    });
  });

  test("of an idle transaction ends it, and the next statement says so", async ({
    source,
    connect,
    named,
    untilClosed,
  }) => {
    const work = connect({ url: named("idle"), idleInTransactionTimeout: 50 }).withTransaction(async (transaction) => {
      await transaction.execute(insert, []);
      await untilClosed("idle");
      await run(transaction, "SELECT 1");
    });
    await expect(work).rejects.toThrow(DatabaseTimeout);
    await expect(work).rejects.toThrow(/was in a transaction that stood idle for too long/);
    expect(await stored(source)).toBeNull();
  });

  test("of a whole transaction ends it between two statements", async ({ source, connect, named, untilClosed }) => {
    const work = connect({ url: named("slow") }).withTransaction(
      async (transaction) => {
        await transaction.execute(insert, []);
        await untilClosed("slow");
        await run(transaction, "SELECT 1");
      },
      { transactionTimeout: 1_000 },
    );
    await expect(work).rejects.toThrow(DatabaseTimeout);
    await expect(work).rejects.toThrow(/was in a transaction that took too long/);
    expect(await stored(source)).toBeNull();
  });

  test("of a whole transaction ends it during a statement", async ({ source }) => {
    const work = source.withTransaction((transaction) => transaction.execute(sleep, []), { transactionTimeout: 1_000 });
    await expect(work).rejects.toThrow(DatabaseTimeout);
    await expect(work).rejects.toThrow(/test\.sleep was in a transaction that took too long/);
  });

  test("that can't be is refused before anything is sent", async ({ source }) => {
    const wrong = [{ statementTimeout: -1 }, { lockTimeout: Number.NaN }, { transactionTimeout: 3e9 }, { attempts: 0 }];
    for (const options of wrong) {
      const work = source.withTransaction((transaction) => transaction.execute(insert, []), options);
      await expect(work, JSON.stringify(options)).rejects.toThrow(DataSourceMisuse);
    }
    const unknown = { isolation: "chaos" as "serializable" };
    await expect(source.withTransaction((t) => t.execute(insert, []), unknown)).rejects.toThrow(/chaos/);
    expect(await stored(source)).toBeNull();
  });
});

describe("waiting for a connection", () => {
  test("ends in time, and the error names who holds them and for how long", async ({ connect }) => {
    const source = connect({ size: 2, acquireTimeout: 50 });
    const finish = Promise.withResolvers<void>();
    let started = 0;
    const holders = ["test.first", "test.second"].map((name) =>
      source.withConnection(
        async (connection) => {
          await connection.execute(statement("SELECT 1", [], name), []);
          started++;
          await finish.promise;
        },
        { acquireTimeout: 5_000 },
      ),
    );
    await eventually(() => started === 2);
    const work = source.withConnection(async () => "too late");
    await expect(work).rejects.toThrow(AcquireTimeout);
    await expect(work).rejects.toThrow(
      /within 50 ms: 2 of 2 are lent, held by test\.\w+ for \d+\.\d s, test\.\w+ for \d+\./,
    );
    finish.resolve();
    await Promise.all(holders);
    expect(await source.withConnection(async () => "in time")).toBe("in time");
  });

  test("can have a limit of its own", async ({ connect }) => {
    const source = connect({ size: 1 });
    const finish = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const holder = source.withConnection(() => {
      started.resolve();
      return finish.promise;
    });
    await started.promise;
    const work = source.withConnection(async () => "too late", { acquireTimeout: 20 });
    await expect(work).rejects.toThrow(/within 20 ms: 1 of 1 are lent, held by nothing yet/);
    finish.resolve();
    await holder;
  });

  test("tells when connections are still being made", async ({ connect, proxyTo, emptyDatabase }) => {
    const proxy = await proxyTo();
    proxy.once("application_name", "stall");
    const source = connect({ url: proxy.url(emptyDatabase.url), size: 1, acquireTimeout: 50 });
    const work = source.withConnection(async () => "too late");
    await expect(work).rejects.toThrow(/within 50 ms: 0 of 1 are lent, 1 being made/);
  });

  test("and keeping one may take for ever", async ({ connect, admin, emptyDatabase, onTestFinished }) => {
    const warnings: string[] = [];
    const warned = ({ name }: Error) => void warnings.push(name);
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const source = connect({ size: 1, acquireTimeout: Infinity, idleTimeout: Infinity, leakWarning: 0 });
    const finish = Promise.withResolvers<void>();
    const holder = source.withConnection(() => finish.promise);
    const waiting = source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()"));
    await eventually(() => source.pool.waiting === 1 && source.pool.lent === 1);
    // A timer of Node's that is asked for more than it can wait, waits for 1 ms.
    await pause(20);
    finish.resolve();
    await holder;
    const backend = await waiting;
    await pause(20);
    expect(source.pool.idle).toBe(1);
    expect(await source.withConnection((c) => valueOf(c, "SELECT pg_backend_pid()"))).toBe(backend);
    expect(await countBackends(admin, emptyDatabase.name)).toBe(1);
    expect(warnings, "TimeoutOverflowWarning").toEqual([]);
  });

  test("is first come, first served", async ({ connect }) => {
    const source = connect({ size: 1 });
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((n) => source.withConnection(async () => void order.push(n))));
    expect(order).toEqual([1, 2, 3, 4]);
  });
});

describe("a server that falls silent loses its connection:", () => {
  test.for([
    ["a statement that reads is unavailable", "SELECT 7", DatabaseUnavailable],
    ["one that writes is unknown", "INSERT INTO things VALUES (1)", OutcomeUnknown],
  ] as const)("%s", async ([, text, expected], { source: _table, connect, proxyTo, emptyDatabase }) => {
    const proxy = await proxyTo();
    const through = connect({
      url: proxy.url(emptyDatabase.url),
      size: 1,
      statementTimeout: 1_000,
      silenceTimeout: 1_000,
    });
    proxy.once(text, "stall");
    const work = through.withConnection((connection) => run(connection, text));
    await expect(work).rejects.toThrow(expected);
    const patiently = { statementTimeout: 20_000 };
    expect(await through.withTransaction((transaction) => valueOf(transaction, "SELECT 7"), patiently)).toBe(7);
  });

  test("a COMMIT is unknown", async ({ source: _table, connect, proxyTo, emptyDatabase }) => {
    const proxy = await proxyTo();
    const through = connect({ url: proxy.url(emptyDatabase.url), size: 1, silenceTimeout: 1_000 });
    proxy.once("COMMIT\0", "stall");
    const work = through.withTransaction((transaction) => transaction.execute(insert, []), { statementTimeout: 1_000 });
    await expect(work).rejects.toThrow(OutcomeUnknown);
  });

  test("not when it was this process that stood still", async ({ source: _table, connect }) => {
    const source = connect({ size: 1, statementTimeout: 1_000, silenceTimeout: 100 });
    await source.withTransaction((transaction) => run(transaction, "SELECT 7"), { statementTimeout: 20_000 });
    const work = source.withTransaction(async (transaction) => void transaction.execute(insert, []));
    // Behind the immediate that sends all of it, but before an answer can be read.
    for (let tick = 0; tick < 100; tick++) await Promise.resolve();
    await new Promise((resolve) => void setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    expect(await work).toBeUndefined();
  });

  test("not before the limit of its own that a statement has", async ({ connect }) => {
    const source = connect({ size: 1, statementTimeout: 1_000, silenceTimeout: 500 });
    const sleeps = statement("SELECT pg_sleep(2.5)");
    const work = source.withTransaction((transaction) => transaction.execute(sleeps, []), {
      statementTimeout: 5_000,
    });
    expect(await work).toMatchObject({ count: 1 });
  });
});
