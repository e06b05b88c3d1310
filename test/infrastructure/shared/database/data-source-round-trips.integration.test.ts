import { describe, expect } from "vitest";
import type { DataSource, TransactionOptions } from "#infrastructure/shared/database/data-source.ts";
import { run, statement } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";

const find = statement("SELECT id, n FROM things WHERE id = $1", [23]);
const update = statement("UPDATE things SET n = n + 1 WHERE id = $1", [23]);

/** Counts what `work` takes when all it runs has been prepared. */
const test = base.extend("roundTripsOf", async ({ connect, proxyTo, emptyDatabase }) => {
  // Held back, so that what is sent together isn't answered in between.
  const proxy = await proxyTo(5);
  const source = connect({ url: proxy.url(emptyDatabase.url), size: 1 });
  await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY, n int)"));
  await source.withConnection((connection) => run(connection, "INSERT INTO things VALUES (1, 0)"));
  return async (work: (source: DataSource) => Promise<unknown>) => {
    await work(source);
    const before = proxy.roundTrips;
    await work(source);
    return proxy.roundTrips - before;
  };
});

const readThenWrite = (source: DataSource, options: TransactionOptions = {}) =>
  source.withTransaction(async (transaction) => {
    await transaction.execute(find, [1]);
    await transaction.execute(update, [1]);
  }, options);

describe("round trips", () => {
  test("of a read outside a transaction: 1", async ({ roundTripsOf }) => {
    expect(await roundTripsOf((source) => source.withConnection((c) => c.execute(find, [1])))).toBe(1);
  });

  test("through a pooler, of a statement that it has not seen: 1", async ({ connect, proxyTo, emptyDatabase }) => {
    const proxy = await proxyTo(5);
    const source = connect({ url: `${proxy.url(emptyDatabase.url)}?pgbouncer=true`, size: 1 });
    await source.withConnection((connection) => run(connection, "SELECT 1"));
    const before = proxy.roundTrips;
    await source.withConnection((connection) => connection.execute(statement("SELECT $1::int", [23]), [1]));
    expect(proxy.roundTrips - before).toBe(1);
  });

  test("of a transaction of two awaited statements: 3, BEGIN goes with the first", async ({ roundTripsOf }) => {
    expect(await roundTripsOf((source) => readThenWrite(source))).toBe(3);
  });

  test("of one with options: no more", async ({ roundTripsOf }) => {
    const options = { isolation: "serializable", statementTimeout: 1_000, transactionTimeout: 2_000 } as const;
    expect(await roundTripsOf((source) => readThenWrite(source, options))).toBe(3);
  });

  test("of three statements at once and COMMIT: 2", async ({ roundTripsOf }) => {
    const create = (source: DataSource) =>
      source.withTransaction((t) =>
        Promise.all([t.execute(update, [1]), t.execute(update, [2]), t.execute(find, [1])]),
      );
    expect(await roundTripsOf(create)).toBe(2);
  });

  test("of a write that isn't awaited and COMMIT: 1", async ({ roundTripsOf }) => {
    const save = (source: DataSource) =>
      source.withTransaction(async (transaction) => void transaction.execute(update, [1]));
    expect(await roundTripsOf(save)).toBe(1);
  });

  test("of a part with a savepoint: SAVEPOINT goes with its first statement, ROLLBACK TO with the next", async ({
    roundTripsOf,
  }) => {
    const failing = statement("SELECT 1 / $1", [23]);
    const work = (source: DataSource) =>
      source.withTransaction(async (transaction) => {
        await source.withTransaction((part) => part.execute(failing, [0]), { savepoint: true }).catch(() => undefined);
        await transaction.execute(update, [1]);
      });
    expect(await roundTripsOf(work)).toBe(3);
  });

  test("of a transaction that runs no statement: 0", async ({ roundTripsOf }) => {
    expect(await roundTripsOf((source) => source.withTransaction(async () => 7))).toBe(0);
  });
});
