import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { WorkAborted } from "#infrastructure/shared/database/errors.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base
  .extend("source", async ({ connect }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
    return source;
  })
  .extend(
    "sleepers",
    ({ admin, emptyDatabase }) =>
      (condition = "query LIKE '%pg_sleep%' AND state = 'active'") =>
        countBackends(admin, emptyDatabase.name, condition),
  );

const sleep = statement("SELECT pg_sleep(60)", [], "test.sleep");
const insert = statement("INSERT INTO things VALUES (1)", [], "test.insert");
const stored = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT array_agg(id ORDER BY id) FROM things"));

describe("an AbortSignal", () => {
  test("that was given before lets nothing begin", async ({ source }) => {
    let began = false;
    const work = source.withTransaction(async () => void (began = true), { signal: AbortSignal.abort() });
    await expect(work).rejects.toThrow(WorkAborted);
    expect(began).toBe(false);
  });

  test("ends the wait for a connection", async ({ source }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const holder = source.withConnection(() => promise);
    const abort = new AbortController();
    const work = source.withConnection(async () => "too late", { signal: abort.signal });
    abort.abort();
    await expect(work).rejects.toThrow(WorkAborted);
    resolve();
    await holder;
    expect(await stored(source)).toBeNull();
  });

  test("stops the running statement on the server and rolls back", async ({ source, sleepers }) => {
    const abort = new AbortController();
    const work = source.withTransaction(
      async (transaction) => {
        await transaction.execute(insert, []);
        await transaction.execute(sleep, []);
      },
      { signal: abort.signal },
    );
    await eventually(async () => (await sleepers()) === 1);
    abort.abort();
    await expect(work).rejects.toThrow(WorkAborted);
    await eventually(async () => (await sleepers()) === 0);
    expect(await stored(source)).toBeNull();
  });

  test("stops a statement outside a transaction too", async ({ source, sleepers }) => {
    const abort = new AbortController();
    const work = source.withConnection((connection) => connection.execute(sleep, []), { signal: abort.signal });
    await eventually(async () => (await sleepers()) === 1);
    abort.abort();
    await expect(work).rejects.toThrow(/test\.sleep was aborted/);
    await eventually(async () => (await sleepers()) === 0);
  });

  test("given while a statement is on its way stops it, whenever it arrives", async ({ source, sleepers }) => {
    await source.withConnection((connection) => run(connection, "SELECT 1"));
    const abort = new AbortController();
    const work = source.withTransaction(
      (transaction) => {
        const answer = transaction.execute(sleep, []);
        abort.abort();
        return answer;
      },
      { signal: abort.signal },
    );
    await expect(work).rejects.toThrow(WorkAborted);
    expect(await sleepers()).toBe(0);
    expect(await stored(source)).toBeNull();
  });

  test("given after the last statement but before COMMIT commits nothing", async ({ source }) => {
    const abort = new AbortController();
    const work = source.withTransaction(
      async (transaction) => {
        await transaction.execute(insert, []);
        abort.abort();
      },
      { signal: abort.signal },
    );
    await expect(work).rejects.toThrow(WorkAborted);
    expect(await stored(source)).toBeNull();
  });

  test("given while COMMIT runs a deferred trigger commits nothing", async ({ source, sleepers }) => {
    await source.withConnection(async (connection) => {
      const body = "BEGIN PERFORM pg_sleep(60); RETURN NULL; END";
      await run(connection, `CREATE FUNCTION sleeps() RETURNS trigger LANGUAGE plpgsql AS '${body}'`);
      const when = "AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED FOR EACH ROW";
      await run(connection, `CREATE CONSTRAINT TRIGGER sleeps ${when} EXECUTE FUNCTION sleeps()`);
    });
    const abort = new AbortController();
    const work = thrownBy(
      source.withTransaction((transaction) => transaction.execute(insert, []), { signal: abort.signal }),
    );
    await eventually(async () => (await sleepers("query = 'COMMIT' AND wait_event = 'PgSleep'")) === 1);
    abort.abort();
    expect(await work).toBeInstanceOf(WorkAborted);
    expect(await stored(source)).toBeNull();
  });

  test("lets no further statement run", async ({ source }) => {
    const abort = new AbortController();
    const work = source.withConnection(
      async (connection) => {
        abort.abort();
        await connection.execute(insert, []);
      },
      { signal: abort.signal },
    );
    await expect(work).rejects.toThrow(/test\.insert was not run/);
    expect(await stored(source)).toBeNull();
  });

  test("given during a commit or later changes nothing", async ({ source }) => {
    const abort = new AbortController();
    await source.withTransaction((transaction) => transaction.execute(insert, []), { signal: abort.signal });
    abort.abort();
    expect(await stored(source)).toEqual([1]);
  });

  test("given a hundred times at any moment leaves a healthy pool and whole transactions", async ({
    connect,
    source,
  }) => {
    const many = connect({ size: 4 });
    const pair = (id: number, signal: AbortSignal) =>
      many.withTransaction(
        async (transaction) => {
          await run(transaction, `INSERT INTO things VALUES (${id})`);
          await run(transaction, `INSERT INTO things VALUES (${-id})`);
        },
        { signal },
      );
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => pair(index + 1, AbortSignal.timeout(index % 25))),
    );
    const failures = outcomes.filter((outcome) => outcome.status === "rejected");
    for (const { reason } of failures) expect(reason).toBeInstanceOf(WorkAborted);
    const committed = outcomes.flatMap(({ status }, index) => (status === "fulfilled" ? [index + 1] : []));
    const rows = ((await stored(source)) as number[] | null) ?? [];
    expect(rows.filter((id) => id > 0)).toEqual(committed);
    expect(rows).toHaveLength(committed.length * 2);
    expect(await many.withConnection((connection) => valueOf(connection, "SELECT 7"))).toBe(7);
  });

  test("cuts a connection whose server answers nothing any more", async ({ connect, proxyTo, emptyDatabase }) => {
    const proxy = await proxyTo();
    const source = connect({ url: proxy.url(emptyDatabase.url), size: 1 });
    const abort = new AbortController();
    proxy.once("pg_sleep", "stall");
    const work = source.withTransaction(
      (transaction) => {
        queueMicrotask(() => abort.abort());
        return transaction.execute(sleep, []);
      },
      { signal: abort.signal },
    );
    await expect(work).rejects.toThrow(WorkAborted);
    // No request to cancel was sent: BEGIN isn't answered, and one that hit it would let the rest run alone.
    expect(proxy.accepted).toBe(1);
    expect(await source.withConnection((connection) => valueOf(connection, "SELECT 7"))).toBe(7);
  });

  test("cuts a connection whose server doesn't cancel", async ({ connect, proxyTo, emptyDatabase, source: _table }) => {
    const proxy = await proxyTo();
    const source = connect({ url: proxy.url(emptyDatabase.url), size: 1 });
    const abort = new AbortController();
    const work = source.withTransaction(
      async (transaction) => {
        await transaction.execute(insert, []);
        proxy.once("pg_sleep", "stall");
        queueMicrotask(() => abort.abort());
        await transaction.execute(sleep, []);
      },
      { signal: abort.signal },
    );
    await expect(work).rejects.toThrow(WorkAborted);
    expect(proxy.accepted).toBeGreaterThan(1);
  });
});
