import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { StatementFailed, TransactionConflict } from "#infrastructure/shared/database/errors.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { run, valueOf } from "./ad-hoc-statement.ts";
import { eventually } from "./eventually.ts";
import { test as base } from "./fixtures.ts";
import { thrownBy } from "./thrown-by.ts";

/**
 * What a test that is rolled back at its end can't have, because all of it is one transaction. `other` is a second
 * connection: what the `DataSource` does inside a transaction joins it.
 */
const test = base
  .extend("jobs", async ({ db: { dataSource } }) => {
    await execute(dataSource, "CREATE TABLE jobs (id int PRIMARY KEY, done boolean NOT NULL DEFAULT false)");
    await execute(dataSource, "INSERT INTO jobs VALUES (1), (2)");
    return dataSource;
  })
  .extend("other", async ({ db }, { onCleanup }) => {
    const client = await connectPlainly(db.url, "plinth tests");
    onCleanup(() => client.end());
    return client;
  });

const execute = (dataSource: DataSource, text: string) =>
  dataSource.withConnection((connection) => run(connection, text));
const read = (dataSource: DataSource, text: string) =>
  dataSource.withConnection((connection) => valueOf(connection, text));

describe("two connections", () => {
  test("see each other's commits, and nothing before them", async ({ jobs, other }) => {
    const count = async () => (await other.query("SELECT FROM jobs")).rowCount;
    await jobs.withTransaction(async (transaction) => {
      await run(transaction, "INSERT INTO jobs VALUES (3)");
      expect(await count()).toBe(2);
    });
    expect(await count()).toBe(3);
  });

  test("share the work with SKIP LOCKED: each takes another row", async ({ jobs, other }) => {
    const take = "SELECT id FROM jobs WHERE NOT done ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";
    await jobs.withTransaction(async (first) => {
      expect(await valueOf(first, take)).toBe(1);
      expect((await other.query(take)).rows).toEqual([{ id: 2 }]);
    });
  });

  test("wait for each other's locks", async ({ jobs, other, admin, db }) => {
    const order: string[] = [];
    let waiting: Promise<unknown> = Promise.resolve();
    await jobs.withTransaction(async (transaction) => {
      await run(transaction, "UPDATE jobs SET done = true WHERE id = 1");
      waiting = other.query("UPDATE jobs SET done = false WHERE id = 1").then(() => order.push("the second"));
      await eventually(async () => {
        const { rowCount } = await admin.query(
          "SELECT FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'",
          [db.name],
        );
        return rowCount === 1;
      });
      order.push("the first");
    });
    await waiting;
    expect(order).toEqual(["the first", "the second"]);
  });
});

test("NOTIFY arrives at the commit, not before, and not after a rollback", async ({ db, other }) => {
  const heard: (string | undefined)[] = [];
  other.on("notification", ({ payload }) => heard.push(payload));
  await other.query("LISTEN news");
  const failing = db.dataSource.withTransaction(async (transaction) => {
    await run(transaction, "NOTIFY news, 'rolled back'");
    throw new Error("too late");
  });
  await expect(failing).rejects.toThrow("too late");
  await db.dataSource.withTransaction(async (transaction) => {
    await run(transaction, "NOTIFY news, 'committed'");
    await other.query("SELECT 1");
    expect(heard).toEqual([]);
  });
  await eventually(() => heard.length > 0);
  expect(heard).toEqual(["committed"]);
});

test("a deferred constraint fires at the commit", async ({ jobs }) => {
  await execute(jobs, "CREATE TABLE steps (job int REFERENCES jobs DEFERRABLE INITIALLY DEFERRED)");
  let reachedItsEnd = false;
  const work = jobs.withTransaction(async (transaction) => {
    await run(transaction, "INSERT INTO steps VALUES (99)");
    reachedItsEnd = true;
  });
  const error = await thrownBy(work);
  expect(reachedItsEnd).toBe(true);
  expect(error).toBeInstanceOf(StatementFailed);
  expect(error).toHaveProperty("constraint", "steps_job_fkey");
  expect(await read(jobs, "SELECT count(*)::int FROM steps")).toBe(0);
});

test("one expected error leaves the rest of the test unharmed", async ({ jobs }) => {
  await expect(execute(jobs, "INSERT INTO jobs VALUES (1)")).rejects.toHaveProperty("constraint", "jobs_pkey");
  expect(await read(jobs, "SELECT count(*)::int FROM jobs")).toBe(2);
});

describe("isolation levels", () => {
  test.for([
    ["read committed", 3],
    ["repeatable read", 2],
  ] as const)("%s: after another's commit there are %i rows", async ([isolation, rows], { jobs, other }) => {
    const work = async (transaction: Connection) => {
      await valueOf(transaction, "SELECT count(*)::int FROM jobs");
      await other.query("INSERT INTO jobs VALUES (3)");
      return valueOf(transaction, "SELECT count(*)::int FROM jobs");
    };
    expect(await jobs.withTransaction(work, { isolation })).toBe(rows);
  });

  test("serializable makes one of two fail that decide on what the other changes", async ({ jobs }) => {
    const bothHaveRead = Promise.withResolvers<void>();
    let readers = 0;
    const finishUnlessTheLast = (id: number) =>
      jobs.withTransaction(
        async (transaction) => {
          const open = await valueOf(transaction, "SELECT count(*)::int FROM jobs WHERE NOT done");
          readers += 1;
          if (readers === 2) bothHaveRead.resolve();
          await bothHaveRead.promise;
          if (open === 2) await run(transaction, `UPDATE jobs SET done = true WHERE id = ${id}`);
        },
        { isolation: "serializable", attempts: 1 },
      );
    const errors = await Promise.all([finishUnlessTheLast(1), finishUnlessTheLast(2)].map(thrownBy));
    expect(errors.filter((error) => error instanceof TransactionConflict)).toHaveLength(1);
    expect(errors.find((error) => error instanceof TransactionConflict)).toHaveProperty("sqlState", "40001");
    expect(await read(jobs, "SELECT count(*)::int FROM jobs WHERE NOT done")).toBe(1);
  });
});

test("now() moves from one transaction to the next", async ({ db: { dataSource } }) => {
  const [one, other] = [await read(dataSource, "SELECT now()::text"), await read(dataSource, "SELECT now()::text")];
  expect(String(other) > String(one)).toBe(true);
});
