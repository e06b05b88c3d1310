import { describe, expect } from "vitest";
import { AcquireTimeout } from "#infrastructure/shared/database/errors.ts";
import {
  combineObservers,
  type DatabaseObserver,
  type HeldConnection,
  type TransactionOutcome,
} from "#infrastructure/shared/database/observer.ts";
import type { PooledDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { run, statement } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

/** Writes down what it is told. */
class Notes implements DatabaseObserver {
  readonly outcomes: TransactionOutcome[] = [];
  readonly waits: number[] = [];
  readonly failures: string[] = [];
  readonly held: HeldConnection[] = [];
  readonly values: unknown[] = [];

  statementStarted(_name: string, parameters?: readonly string[], values?: readonly unknown[]) {
    this.values.push([parameters, values]);
    return () => undefined;
  }

  transactionRetried() {}

  transactionEnded(outcome: TransactionOutcome) {
    this.outcomes.push(outcome);
  }

  connectionAcquired(waited: number) {
    this.waits.push(waited);
    return (held: HeldConnection) => void this.held.push(held);
  }

  acquireFailed(error: Error) {
    this.failures.push(error.name);
  }
}

const test = base.extend("notes", () => new Notes());

describe("the observer is told", () => {
  test("of a statement's parameters and their values", async ({ connect, notes }) => {
    const source = connect({ observer: notes });
    const add = statement("SELECT $1 + $2", [23, 23], "test.add");
    await source.withConnection((connection) => connection.execute(add, [1, 2]));
    expect(notes.values).toEqual([[add.parameters, ["1", "2"]]]);
  });

  test("how each attempt of a transaction ended", async ({ connect, proxyTo, emptyDatabase, notes }) => {
    const proxy = await proxyTo();
    const source = connect({ url: proxy.url(emptyDatabase.url), observer: notes });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
    await source.withTransaction((transaction) => run(transaction, "INSERT INTO things VALUES (1)"));
    await thrownBy(source.withTransaction(() => Promise.reject(new Error("mine"))));
    await thrownBy(
      source.withTransaction(async (transaction) => void run(transaction, "SELECT 1 / 0").catch(() => undefined)),
    );
    proxy.once("COMMIT\0", "cut answer");
    await thrownBy(source.withTransaction((transaction) => run(transaction, "INSERT INTO things VALUES (2)")));
    expect(notes.outcomes).toEqual(["committed", "rolled back", "refused", "unknown"]);
  });

  test("how long was waited for a connection, or that there was none", async ({ connect, notes }) => {
    const source = connect({ size: 1, observer: notes });
    const finish = Promise.withResolvers<void>();
    const holder = source.withConnection(() => finish.promise);
    const second = source.withConnection(async () => undefined);
    await eventually(() => source.pool.waiting === 1 && source.pool.lent === 1);
    expect(await thrownBy(source.withConnection(async () => undefined, { acquireTimeout: 20 }))).toBeInstanceOf(
      AcquireTimeout,
    );
    finish.resolve();
    await Promise.all([holder, second]);
    await source.withConnection(async () => undefined);
    expect(notes.failures).toEqual(["AcquireTimeout"]);
    expect(notes.waits).toEqual([expect.any(Number), expect.any(Number), 0]);
    expect(notes.waits[1]).toBeGreaterThanOrEqual(20);
  });
});

test("the pool tells how many connections are in use, idle and waited for", async ({ connect }) => {
  const source = connect({ size: 2 });
  expect(source.pool).toEqual({ size: 2, lent: 0, idle: 0, opening: 0, waiting: 0 });
  const finish = Promise.withResolvers<void>();
  const work = [1, 2, 3].map(() => source.withConnection(() => finish.promise));
  await eventually(() => expect(source.pool).toEqual({ size: 2, lent: 2, idle: 0, opening: 0, waiting: 1 }));
  finish.resolve();
  await Promise.all(work);
  expect(source.pool).toEqual({ size: 2, lent: 0, idle: 2, opening: 0, waiting: 0 });
});

describe("a connection that is held for too long", () => {
  /** Holds a connection until there was a warning. */
  const holdTooLong = (source: PooledDataSource, notes: Notes) =>
    source.withConnection(async (connection) => {
      await connection.execute(statement("SELECT 1", [], "test.last"), []);
      await eventually(() => notes.held.length > 0);
    });
  const traced = (notes: Notes) => ({ size: 1, observer: notes, leakWarning: 20, traceLeases: true });

  test("is told of with what it ran last, for how long, and where it was taken", async ({ connect, notes }) => {
    await holdTooLong(connect(traced(notes)), notes);
    const [held] = notes.held;
    expect(held).toMatchObject({ statement: "test.last" });
    expect(held?.milliseconds).toBeGreaterThanOrEqual(20);
    expect(held?.takenAt?.[0]).toMatch(/holdTooLong .*data-source-observation\.integration\.test\.ts:\d+/);
  });

  test("is told of once, and anew when it is lent again", async ({ connect, notes }) => {
    const source = connect(traced(notes));
    await holdTooLong(source, notes);
    await source.withConnection(async () => {
      await eventually(() => notes.held.length > 1);
      const told = notes.held.length;
      // Later than three more looks at the pool would be.
      const since = performance.now();
      await eventually(() => performance.now() - since > 60);
      expect(notes.held).toHaveLength(told);
    });
    expect(notes.held).toHaveLength(2);
  });

  test("doesn't say where it was taken unless that is asked for", async ({ connect, notes }) => {
    const source = connect({ size: 1, observer: notes, leakWarning: 20 });
    await source.withConnection(() => eventually(() => notes.held.length > 0));
    expect(notes.held).toEqual([expect.objectContaining({ statement: "nothing yet", takenAt: undefined })]);
  });
});

test("several observers are all told everything", async ({ connect }) => {
  const both = [new Notes(), new Notes()];
  const source = connect({ size: 1, observer: combineObservers(both), leakWarning: 20 });
  await source.withTransaction(async (transaction) => {
    await run(transaction, "SELECT 1");
    await eventually(() => both.every(({ held }) => held.length > 0));
  });
  for (const { outcomes, waits, values, held } of both) {
    expect([outcomes.length, waits.length, values.length, held.length]).toEqual([1, 1, 1, 1]);
  }
});
