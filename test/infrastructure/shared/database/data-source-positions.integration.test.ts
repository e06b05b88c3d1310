import { describe, expect } from "vitest";
import { OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { exec } from "#infrastructure/shared/database/statement.ts";
import { positionOf, unknownPosition, WritePositions } from "#infrastructure/shared/database/write-positions.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { test as base } from "#test/support/replicated-servers.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const insert = exec<{ 0: number }>(statement("INSERT INTO things VALUES ($1)", [23], "test.insert"));

/** A table, and a `DataSource` whose next question for the position behind COMMIT never ends by itself. */
const test = base
  .extend("stored", async ({ connect }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
    return () => source.withConnection((c) => valueOf(c, "SELECT array_agg(id ORDER BY id) FROM things"));
  })
  .extend("positions", () => new WritePositions())
  .extend("proxy", ({ proxyTo }) => proxyTo())
  .extend("asking", async ({ connect, proxy, positions, emptyDatabase, stored: _tableExists }) => {
    const url = proxy.url(emptyDatabase.url);
    return (options: { statementTimeout?: number } = {}) => {
      proxy.replace("pg_current_wal_insert_lsn()::text", "pg_sleep(60)::text               ");
      return connect({ url, positions, size: 1, ...options });
    };
  })
  .extend(
    "asleep",
    ({ admin, emptyDatabase }) =>
      () =>
        eventually(async () => (await countBackends(admin, emptyDatabase.name, "query LIKE '%pg_sleep(60)%'")) === 1),
  );

describe("a commit whose position", () => {
  test("is asked for when the work is aborted is a commit", async ({ asking, asleep, stored, positions }) => {
    const abort = new AbortController();
    const source = asking();
    const work = source.withTransaction((transaction) => insert(transaction, [1]), { signal: abort.signal });
    await asleep();
    abort.abort();
    expect(await work).toBe(1);
    expect(await stored()).toEqual([1]);
    expect(positions.token).toBe(unknownPosition);
  });

  test("takes longer than a statement may is a commit", async ({ asking, stored, positions }) => {
    const source = asking({ statementTimeout: 1_000 });
    expect(await source.withTransaction((transaction) => insert(transaction, [1]))).toBe(1);
    expect(await stored()).toEqual([1]);
    expect(positions.token).toBe(unknownPosition);
  });

  test("is lost with the connection is a commit", async ({ asking, asleep, stored, positions, admin }) => {
    const work = asking().withTransaction((transaction) => insert(transaction, [1]));
    await asleep();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%::text % AS position'",
    );
    expect(await work).toBe(1);
    expect(await stored()).toEqual([1]);
    expect(positions.token).toBe(unknownPosition);
  });

  test("can't be had is followed by one that is known", async ({ asking, positions }) => {
    const source = asking({ statementTimeout: 1_000 });
    await source.withTransaction((transaction) => insert(transaction, [1]));
    await source.withTransaction((transaction) => insert(transaction, [2]));
    expect(positions.token).not.toBe(unknownPosition);
  });

  test("is lost together with its answer is unknown", async ({ connect, proxy, positions, stored, emptyDatabase }) => {
    const source = connect({ url: proxy.url(emptyDatabase.url), positions, size: 1 });
    proxy.once("COMMIT\0", "cut answer");
    const work = source.withTransaction((transaction) => insert(transaction, [1]));
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    await eventually(async () => expect(await stored()).toEqual([1]));
    expect(positions.token, "no replica may say that it isn't there").toBe(unknownPosition);
  });

  test("a standby doesn't know is one that read", async ({ servers: { standby }, connect }) => {
    const source = connect({ url: standby.url, positions: new WritePositions() });
    const read = source.withTransaction((transaction) => valueOf(transaction, "SELECT 7"), { readOnly: true });
    expect(await read).toBe(7);
  });
});

describe("the token of a request", () => {
  test("that only reads is undefined, on a connection that has written before too", async ({
    connect,
    positions,
    stored: _tableExists,
  }) => {
    const source = connect({ positions, size: 1 });
    const token = (work: () => Promise<unknown>) =>
      positions.run(async () => {
        await work();
        return positions.token;
      });
    const written = await token(() => source.withTransaction((transaction) => insert(transaction, [1])));
    expect(positionOf(written ?? "none")).toBeGreaterThan(0n);
    const read = "SELECT count(*) FROM things";
    expect(await token(() => source.withConnection((connection) => run(connection, read)))).toBeUndefined();
    const readOnly = { readOnly: true };
    expect(
      await token(() => source.withTransaction((transaction) => run(transaction, read), readOnly)),
    ).toBeUndefined();
  });
});
