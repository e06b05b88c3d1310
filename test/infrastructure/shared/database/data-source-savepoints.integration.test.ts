import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { DataSourceMisuse, NotCommitted } from "#infrastructure/shared/database/errors.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base.extend("source", async ({ connect }) => {
  const source = connect({ size: 3, acquireTimeout: 20_000 });
  await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
  return source;
});

const add = (source: DataSource, ...ids: number[]) =>
  source.withTransaction(async (transaction) => {
    for (const id of ids) await run(transaction, `INSERT INTO things VALUES (${id})`);
  });

const part = <T>(source: DataSource, work: () => Promise<T>) => source.withTransaction(work, { savepoint: true });

const stored = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT array_agg(id ORDER BY id) FROM things"));

describe("a part of a transaction with a savepoint", () => {
  test("that fails is rolled back alone", async ({ source }) => {
    await source.withTransaction(async () => {
      await add(source, 1);
      await expect(part(source, () => add(source, 2, 1))).rejects.toMatchObject({ sqlState: "23505" });
      await add(source, 3);
    });
    expect(await stored(source)).toEqual([1, 3]);
  });

  test("that succeeds is committed with the whole, and only with it", async ({ source }) => {
    await source.withTransaction(() => part(source, () => add(source, 1)));
    const work = source.withTransaction(async () => {
      await part(source, () => add(source, 2));
      throw new Error("later");
    });
    await expect(work).rejects.toThrow("later");
    expect(await stored(source)).toEqual([1]);
  });

  test("can hold parts of its own", async ({ source }) => {
    await source.withTransaction(() =>
      part(source, async () => {
        await add(source, 1);
        await part(source, () => add(source, 2, 1)).catch(() => undefined);
        await part(source, () => add(source, 3));
      }),
    );
    expect(await stored(source)).toEqual([1, 3]);
  });

  test("is rolled back when a failure inside it was swallowed", async ({ source }) => {
    await source.withTransaction(async () => {
      const swallowing = part(source, async () => {
        await add(source, 1);
        await add(source, 1).catch(() => undefined);
      });
      await expect(swallowing).rejects.toThrow(NotCommitted);
      await add(source, 2);
    });
    expect(await stored(source)).toEqual([2]);
  });

  test("waits for its statements that nobody awaits", async ({ source }) => {
    await source.withTransaction(async () => {
      const forgetful = source.withTransaction(
        async (transaction) => {
          void transaction.execute(statement("INSERT INTO things VALUES (1)"), []);
          void transaction.execute(statement("INSERT INTO things VALUES (1)"), []);
        },
        { savepoint: true },
      );
      await expect(forgetful).rejects.toThrow(NotCommitted);
      await add(source, 2);
    });
    expect(await stored(source)).toEqual([2]);
  });

  test("leaves the transaction's setting of time limits alone", async ({ source }) => {
    const limit = await source.withTransaction(
      async (transaction) => {
        await part(source, () => add(source, 1));
        return valueOf(transaction, "SHOW statement_timeout");
      },
      { statementTimeout: 1_234 },
    );
    expect(limit).toBe("1234ms");
  });

  test("refuses its parent's statements while it is open, and the parent can't lose that", async ({ source }) => {
    let refusal: unknown;
    const work = source.withTransaction(async (transaction) => {
      await part(source, async () => {
        refusal = await run(transaction, "INSERT INTO things VALUES (1)").catch((error: unknown) => error);
        throw new Error("part");
      }).catch(() => undefined);
    });
    await expect(work).rejects.toThrow(NotCommitted);
    expect(refusal).toBeInstanceOf(DataSourceMisuse);
    expect(await stored(source)).toBeNull();
  });

  test("never holds the statement of work that runs beside it", async ({ source }) => {
    // The sibling resolves only if its row is committed, whatever becomes of the part.
    const sibling: { outcome?: PromiseSettledResult<void> } = {};
    const work = source.withTransaction(async () => {
      const opened = Promise.withResolvers<void>();
      const closing = Promise.withResolvers<void>();
      const failing = part(source, async () => {
        await add(source, 1);
        opened.resolve();
        await closing.promise;
        throw new Error("part");
      });
      await opened.promise;
      [sibling.outcome] = await Promise.allSettled([add(source, 2)]);
      closing.resolve();
      await failing.catch(() => undefined);
    });
    await expect(work).rejects.toThrow(NotCommitted);
    expect(sibling.outcome).toMatchObject({ status: "rejected", reason: expect.any(DataSourceMisuse) });
    expect(await stored(source)).toBeNull();
  });

  test("isn't opened beside another one", async ({ source }) => {
    await source.withTransaction(async () => {
      const outcomes = await Promise.allSettled([
        part(source, () => add(source, 1)),
        part(source, () => add(source, 2)),
      ]);
      expect(outcomes).toMatchObject([
        { status: "fulfilled" },
        { status: "rejected", reason: expect.any(DataSourceMisuse) as unknown },
      ]);
    });
    expect(await stored(source)).toEqual([1]);
  });

  test("that nobody awaits ends the transaction, and never reaches into the next one's", async ({
    connect,
    source,
  }) => {
    const narrow = connect({ size: 1 });
    const opened = Promise.withResolvers<void>();
    const closing = Promise.withResolvers<void>();
    let floating: Promise<unknown> | undefined;
    const work = narrow.withTransaction(async () => {
      floating = part(narrow, async () => {
        await add(narrow, 1);
        opened.resolve();
        await closing.promise;
        throw new Error("late");
      }).catch((error: unknown) => error);
      await opened.promise;
    });
    await expect(work).rejects.toThrow(DataSourceMisuse);
    // The next one uses the same connection, and its savepoint has the same name.
    await narrow.withTransaction(() =>
      part(narrow, async () => {
        await add(narrow, 2);
        closing.resolve();
        expect(await floating).toMatchObject({ message: "late" });
        await add(narrow, 3);
      }),
    );
    expect(await stored(source)).toEqual([2, 3]);
  });

  test("leaves nothing to a repository that goes on after its end: neither the transaction nor one of its own", async ({
    source,
  }) => {
    const left = Promise.withResolvers<void>();
    const late: Promise<unknown>[] = [];
    const work = source.withTransaction(async () => {
      await add(source, 1);
      await part(source, async () => {
        await add(source, 2);
        const insert = (connection: Connection) => run(connection, "INSERT INTO things VALUES (3)");
        late.push(
          thrownBy(left.promise.then(() => add(source, 3))),
          thrownBy(left.promise.then(() => part(source, () => add(source, 3)))),
          thrownBy(left.promise.then(() => source.withConnection(insert))),
        );
      });
      left.resolve();
      for (const error of await Promise.all(late)) expect(error).toBeInstanceOf(DataSourceMisuse);
      throw new Error("rolled back");
    });
    await expect(work).rejects.toThrow("rolled back");
    expect(await stored(source)).toBeNull();
  });

  test("refuses statements that come after it is over", async ({ source }) => {
    const late = await source
      .withTransaction(async () => {
        const connection = await source.withTransaction(async (transaction) => transaction, { savepoint: true });
        const error: unknown = await run(connection, "SELECT 1").catch((refusal: unknown) => refusal);
        return { error };
      })
      .catch((error: unknown) => error);
    expect(late).toBeInstanceOf(NotCommitted);
    expect((late as NotCommitted).cause).toBeInstanceOf(DataSourceMisuse);
  });
});
