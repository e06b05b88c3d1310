import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect } from "vitest";
import { DataSourceMisuse, NotCommitted, StatementFailed } from "#infrastructure/shared/database/errors.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base.extend("source", async ({ connect }) => {
  const source = connect({ size: 3, acquireTimeout: 20_000 });
  await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
  return source;
});

const add = (source: DataSource, id: number) =>
  source.withTransaction(async (transaction) => {
    await run(transaction, `INSERT INTO things VALUES (${id})`);
  });

const stored = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT array_agg(id ORDER BY id) FROM things"));

const transactionId = (source: DataSource) =>
  source.withTransaction((transaction) => valueOf(transaction, "SELECT pg_current_xact_id()::text"));

describe("a transaction", () => {
  test("commits when its work resolves, and answers with the work's result", async ({ source }) => {
    const answer = await source.withTransaction(async (transaction) => {
      await run(transaction, "INSERT INTO things VALUES (1)");
      return "done";
    });
    expect(answer).toBe("done");
    expect(await stored(source)).toEqual([1]);
  });

  test("rolls back when its work rejects, with the work's own error", async ({ source }) => {
    const mine = new Error("mine");
    const work = source.withTransaction(async (transaction) => {
      await run(transaction, "INSERT INTO things VALUES (1)");
      throw mine;
    });
    await expect(work).rejects.toBe(mine);
    expect(await stored(source)).toBeNull();
  });

  test("rolls back when its work throws before it returns a promise", async ({ source }) => {
    const work = source.withTransaction(() => {
      throw new Error("at once");
    });
    await expect(work).rejects.toThrow("at once");
    expect(await add(source, 1)).toBeUndefined();
  });

  test("holds what its work answers with also when that only looks like a promise, as a query builder", async ({
    source,
  }) => {
    const lazy: PromiseLike<void> = {
      // oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
      then: (...handlers) => add(source, 1).then(...handlers),
    };
    const work = source.withTransaction(() => lazy as Promise<void>, { readOnly: true });
    await expect(work).rejects.toThrow(/read-only/);
    expect(await stored(source)).toBeNull();
  });

  test("of no statements takes no round trip and does no harm", async ({ source }) => {
    expect(await source.withTransaction(async () => 7)).toBe(7);
  });

  test("commits nothing when a failed statement was swallowed, and says why", async ({ source }) => {
    const work = source.withTransaction(async (transaction) => {
      await run(transaction, "INSERT INTO things VALUES (1)");
      await run(transaction, "INSERT INTO things VALUES (1)").catch(() => undefined);
    });
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotCommitted);
    expect((error as NotCommitted).cause).toBeInstanceOf(StatementFailed);
    expect(await stored(source)).toBeNull();
  });

  test("commits nothing when a swallowed failure was found before anything was sent", async ({ source }) => {
    const work = source.withTransaction(async (transaction) => {
      await run(transaction, "INSERT INTO things VALUES (1)");
      await transaction.execute(statement("SELECT $1::int4", [23]), ["two"]).catch(() => undefined);
    });
    await expect(work).rejects.toThrow(NotCommitted);
    expect(await stored(source)).toBeNull();
  });

  test.for(["COMMIT", " rollback", "-- a comment\nCOMMIT", "/* one */ /* two */ END", "SAVEPOINT a", "BEGIN"])(
    "can't be controlled by hand with %j",
    async (text, { source }) => {
      const work = source.withTransaction(async (transaction) => {
        await run(transaction, "INSERT INTO things VALUES (1)");
        await run(transaction, text);
      });
      await expect(work).rejects.toThrow(DataSourceMisuse);
      expect(await stored(source)).toBeNull();
    },
  );

  test("can't be controlled by hand outside of one either", async ({ source }) => {
    const work = source.withConnection((connection) => run(connection, "BEGIN"));
    await expect(work).rejects.toThrow(DataSourceMisuse);
  });

  test("refuses a statement that comes after it is over", async ({ source }) => {
    const late = await source.withTransaction(async (transaction) => () => run(transaction, "SELECT 1"));
    await expect(late()).rejects.toThrow(DataSourceMisuse);
  });
});

describe("a transaction inside a transaction", () => {
  test("joins it: one transaction, one commit", async ({ source }) => {
    const ids = await source.withTransaction(async () => [await transactionId(source), await transactionId(source)]);
    expect(ids[0]).toBe(ids[1]);
    expect(await transactionId(source)).not.toBe(ids[0]);
  });

  test("shares its fate", async ({ source }) => {
    const work = source.withTransaction(async () => {
      await add(source, 1);
      throw new Error("later");
    });
    await expect(work).rejects.toThrow("later");
    expect(await stored(source)).toBeNull();
  });

  test("that failed and was swallowed means that nothing is committed", async ({ source }) => {
    const work = source.withTransaction(async () => {
      await add(source, 1);
      await source
        .withTransaction(async () => {
          throw new Error("joined");
        })
        .catch(() => undefined);
    });
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotCommitted);
    expect((error as NotCommitted).cause).toMatchObject({ message: "joined" });
    expect(await stored(source)).toBeNull();
  });

  test("that was rejected without a reason has failed as well", async ({ source }) => {
    const work = source.withTransaction(async () => {
      await add(source, 1);
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that is what is tested
      await source.withTransaction(() => Promise.reject()).catch(() => undefined);
    });
    await expect(work).rejects.toBeInstanceOf(NotCommitted);
    expect(await stored(source)).toBeNull();
  });

  test("that nobody awaits until its end is a misuse: nothing is committed, and it can do no more", async ({
    source,
  }) => {
    let joined: Promise<unknown> | undefined;
    const work = source.withTransaction(async () => {
      await add(source, 1);
      joined = thrownBy(source.withTransaction(() => add(source, 2).then(() => add(source, 3))));
    });
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(DataSourceMisuse);
    expect(error).toMatchObject({ message: expect.stringMatching(/still running at its end.*nothing was committed/) });
    expect(await joined).toBeInstanceOf(DataSourceMisuse);
    expect(await stored(source)).toBeNull();
  });

  test("commits nothing while a connection inside is still used", async ({ source }) => {
    const insert = (id: number) =>
      source.withConnection((connection) => run(connection, `INSERT INTO things VALUES (${id})`));
    let floating: Promise<unknown> | undefined;
    const work = source.withTransaction(async () => {
      await insert(1);
      floating = thrownBy(source.withConnection(() => insert(2).then(() => insert(3))));
    });
    expect(await thrownBy(work)).toBeInstanceOf(DataSourceMisuse);
    expect(await floating).toBeInstanceOf(DataSourceMisuse);
    expect(await stored(source)).toBeNull();
  });

  test("is joined by a connection that is asked for inside", async ({ source }) => {
    const work = source.withTransaction(async () => {
      await source.withConnection((connection) => run(connection, "INSERT INTO things VALUES (1)"));
      throw new Error("later");
    });
    await expect(work).rejects.toThrow("later");
    expect(await stored(source)).toBeNull();
  });

  test("of a stronger isolation is refused, of a weaker one joins", async ({ source }) => {
    const inside = (outer: "read committed" | "serializable", inner: "repeatable read" | "serializable") =>
      source.withTransaction(() => source.withTransaction(async () => "joined", { isolation: inner }), {
        isolation: outer,
      });
    await expect(inside("read committed", "repeatable read")).rejects.toThrow(DataSourceMisuse);
    expect(await inside("serializable", "repeatable read")).toBe("joined");
    expect(await inside("serializable", "serializable")).toBe("joined");
  });

  test("that writes is refused in one that is read-only", async ({ source }) => {
    const work = source.withTransaction(() => add(source, 1), { readOnly: true });
    await expect(work).rejects.toThrow(/can't join one that is read-only/);
  });

  test("isn't joined by floating work once it is over", async ({ source }) => {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const ids: unknown[] = [];
    let floating: Promise<void> | undefined;
    await source.withTransaction(async () => {
      ids.push(await transactionId(source));
      floating = over.then(async () => {
        ids.push(await transactionId(source));
        await add(source, 1);
      });
    });
    resolve();
    await floating;
    expect(ids[0]).not.toBe(ids[1]);
    expect(await stored(source)).toEqual([1]);
  });

  test("of another DataSource doesn't join", async ({ source, connect }) => {
    const other = connect();
    const work = source.withTransaction(async () => {
      await add(other, 2);
      throw new Error("later");
    });
    await expect(work).rejects.toThrow("later");
    expect(await stored(source)).toEqual([2]);
  });

  test("in each of many requests at once keeps to its own", async ({ source }) => {
    const request = (id: number) =>
      source.withTransaction(async () => {
        const first = await transactionId(source);
        await add(source, id);
        const second = await transactionId(source);
        expect(second).toBe(first);
        if (id % 2 === 0) throw new Error("even");
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, id) => request(id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(await stored(source)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  });
});

describe("a branch of Promise.all that goes on when another one has failed", () => {
  test("commits nothing by itself, whether it had joined before or not", async ({ source }) => {
    const failed = Promise.withResolvers<void>();
    const branches: Promise<unknown>[] = [];
    const branch = async (ids: readonly number[]) => {
      for (const id of ids) await add(source, id);
      await failed.promise;
      await add(source, 3);
    };
    const work = source.withTransaction(async () => {
      branches.push(branch([1]), branch([]));
      await Promise.all([...branches, Promise.reject(new Error("another"))]);
    });
    await expect(work).rejects.toThrow("another");
    failed.resolve();
    for (const left of branches) await expect(left).rejects.toThrow(/goes on after that was rolled back/);
    expect(await stored(source)).toBeNull();
  });

  test("doesn't commit what the next attempt does again", async ({ source }) => {
    const again = Promise.withResolvers<void>();
    const left: Promise<unknown>[] = [];
    let attempts = 0;
    await source.withTransaction(async (transaction) => {
      if (++attempts > 1) return;
      left.push(again.promise.then(() => add(source, 1)));
      await run(transaction, "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$");
    });
    again.resolve();
    await expect(left[0]).rejects.toThrow(/goes on after that was rolled back/);
    expect([attempts, await stored(source)]).toEqual([2, null]);
  });

  test("leaves the database open to what began outside", async ({ source }) => {
    const outside = AsyncLocalStorage.snapshot();
    let later: Promise<unknown> | undefined;
    const gone = Promise.withResolvers<void>();
    const work = source.withTransaction(async () => {
      later = outside(async () => {
        await gone.promise;
        await add(source, 1);
      });
      throw new Error("mine");
    });
    await expect(work).rejects.toThrow("mine");
    gone.resolve();
    await later;
    expect(await stored(source)).toEqual([1]);
  });
});
