import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { StatementFailed, TransactionConflict } from "#infrastructure/shared/database/errors.ts";
import type { DatabaseObserver, StatementOutcome } from "#infrastructure/shared/database/observer.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";

/** Writes down what it sees. */
class Notes implements DatabaseObserver {
  readonly statements: [name: string, outcome: StatementOutcome][] = [];
  readonly retries: [attempt: number, sqlState: string | undefined][] = [];

  statementStarted(name: string) {
    return (outcome: StatementOutcome) => void this.statements.push([name, outcome]);
  }

  transactionRetried(attempt: number, conflict: { readonly sqlState: string | undefined }) {
    this.retries.push([attempt, conflict.sqlState]);
  }
}

const test = base
  .extend("notes", () => new Notes())
  .extend("source", async ({ connect, notes }) => {
    const source = connect({ size: 4, observer: notes });
    await source.withConnection((connection) => run(connection, "CREATE TABLE counters (id int PRIMARY KEY, n int)"));
    await source.withConnection((connection) => run(connection, "INSERT INTO counters VALUES (1, 0), (2, 0)"));
    return source;
  });

const read = (id: number) => statement(`SELECT n FROM counters WHERE id = ${id}`, [], "test.read");
const add = (id: number) => statement(`UPDATE counters SET n = n + 1 WHERE id = ${id}`, [], "test.add");
const total = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT sum(n)::int FROM counters"));

/** Two works meet: each waits, the first time, until the other is as far. */
const meeting = () => {
  let missing = 2;
  const { promise, resolve } = Promise.withResolvers<void>();
  return async () => {
    if (--missing === 0) resolve();
    await promise;
  };
};

/** A conflict made to measure, as often as asked for. */
const raise = (sqlState: string) =>
  statement(`DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '${sqlState}'; END $$`, [], "test.raise");

describe("a transaction", () => {
  test("that can't be serialized runs again as a whole", async ({ source, notes }) => {
    const meet = meeting();
    const work = () =>
      source.withTransaction(
        async (transaction) => {
          await transaction.execute(read(1), []);
          await meet();
          await transaction.execute(add(1), []);
        },
        { isolation: "repeatable read" },
      );
    await Promise.all([work(), work()]);
    expect(await total(source)).toBe(2);
    expect(notes.retries).toEqual([[2, "40001"]]);
  });

  test("whose COMMIT can't be serialized runs again as a whole", async ({ source, notes }) => {
    const meet = meeting();
    // Write skew: each reads what the other writes, and only the commit finds out.
    const work = (reads: number, writes: number) =>
      source.withTransaction(
        async (transaction) => {
          await transaction.execute(read(reads), []);
          await transaction.execute(add(writes), []);
          await meet();
        },
        { isolation: "serializable" },
      );
    await Promise.all([work(1, 2), work(2, 1)]);
    expect(await total(source)).toBe(2);
    expect(notes.retries).toEqual([[2, "40001"]]);
  });

  test("that a deadlock ended runs again as a whole", async ({ source, notes }) => {
    const meet = meeting();
    const work = (first: number, second: number) =>
      source.withTransaction(
        async (transaction) => {
          await transaction.execute(add(first), []);
          await meet();
          await transaction.execute(add(second), []);
        },
        { attempts: 10 },
      );
    await Promise.all([work(1, 2), work(2, 1)]);
    expect(await total(source)).toBe(4);
    // Once, unless the one that runs again is back before the other has taken over its lock.
    expect(new Set(notes.retries.map(([, sqlState]) => sqlState))).toEqual(new Set(["40P01"]));
  });

  test("runs as often as it may, then its conflict is the error", async ({ source, notes }) => {
    for (const [options, runs] of [
      [{}, 3],
      [{ attempts: 1 }, 1],
      [{ attempts: 5 }, 5],
    ] as const) {
      notes.retries.length = 0;
      let count = 0;
      const work = source.withTransaction(async (transaction) => {
        count++;
        await transaction.execute(add(1), []);
        await transaction.execute(raise("40001"), []);
      }, options);
      await expect(work).rejects.toThrow(TransactionConflict);
      expect(count).toBe(runs);
      expect(notes.retries).toHaveLength(runs - 1);
    }
    expect(await total(source)).toBe(0);
  });

  test("runs again when its conflict was swallowed, or came wrapped in an error of the work", async ({
    source,
    notes,
  }) => {
    let runs = 0;
    await source.withTransaction(async (transaction) => {
      if (++runs === 1) await transaction.execute(raise("40001"), []).catch(() => undefined);
    });
    expect(runs).toBe(2);
    await source.withTransaction(async (transaction) => {
      if (++runs > 3) return;
      await transaction.execute(raise("40P01"), []).catch((cause: unknown) => {
        throw new Error("wrapped", { cause });
      });
    });
    expect(runs).toBe(4);
    expect(notes.retries).toEqual([
      [2, "40001"],
      [2, "40P01"],
    ]);
  });

  test("runs again from the outermost, never from inside", async ({ source }) => {
    const runs: string[] = [];
    await source.withTransaction(async () => {
      runs.push("outer");
      await source.withTransaction(
        async (transaction) => {
          runs.push("inner");
          if (runs.length === 2) await transaction.execute(raise("40001"), []);
        },
        { savepoint: true },
      );
    });
    expect(runs).toEqual(["outer", "inner", "outer", "inner"]);
  });

  test("whose prepared statement the schema has outgrown runs again as a whole", async ({ source, connect, notes }) => {
    const narrow = connect({ size: 1, observer: notes });
    const all = statement("SELECT * FROM counters ORDER BY id", [], "test.all");
    const work = () =>
      narrow.withTransaction(async (transaction) => {
        await transaction.execute(add(1), []);
        return (await transaction.execute(all, [])).rows;
      });
    await work();
    await source.withConnection((connection) => run(connection, "ALTER TABLE counters ADD COLUMN note text"));
    expect(await work()).toEqual([
      { id: 1, n: 2, note: null },
      { id: 2, n: 0, note: null },
    ]);
    expect(notes.retries).toEqual([[2, "0A000"]]);
  });

  test("whose prepared statements the schema has outgrown, however many, runs again but once", async ({
    source,
    connect,
    notes,
  }) => {
    const narrow = connect({ size: 3, observer: notes });
    const reads = [1, 2, 3, 4].map((n) => statement(`SELECT *, ${n} AS query FROM counters ORDER BY id`));
    const work = (ready = Promise.resolve()) =>
      narrow.withTransaction(async (transaction) => {
        await ready;
        for (const one of reads) await transaction.execute(one, []);
      });
    const onEachConnection = Promise.withResolvers<void>();
    const all = Promise.all([1, 2, 3].map(() => work(onEachConnection.promise)));
    await eventually(() => narrow.pool.lent === 3);
    onEachConnection.resolve();
    await all;
    await source.withConnection((connection) => run(connection, "ALTER TABLE counters ADD COLUMN note text"));
    await work();
    expect(notes.retries).toEqual([[2, "0A000"]]);
  });

  test("whose parameter's type a migration has replaced is right at the second try of its caller", async ({
    source,
    connect,
    notes,
  }) => {
    const administer = async (...texts: string[]) => {
      for (const text of texts) await source.withConnection((connection) => run(connection, text));
    };
    await administer("CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TABLE people (mood mood)");
    const narrow = connect({ size: 1, observer: notes });
    const find = statement("SELECT count(*) FROM people WHERE mood = $1", [0]);
    const insert = statement("INSERT INTO people VALUES ($1)", [0]);
    const perform = (one: typeof find) => narrow.withTransaction((transaction) => transaction.execute(one, ["ok"]));
    await Promise.all([perform(find), perform(insert)]);
    await administer(
      "ALTER TYPE mood RENAME TO mood_before",
      "CREATE TYPE mood AS ENUM ('ok')",
      "ALTER TABLE people ALTER mood TYPE mood USING mood::text::mood",
    );
    await perform(insert);
    expect(notes.retries, "the driver knows this one").toEqual([[2, "42804"]]);

    const other = connect({ size: 1 });
    const findThere = () => other.withConnection((connection) => connection.execute(find, ["ok"]));
    await findThere();
    await administer(
      "ALTER TYPE mood RENAME TO mood_now",
      "CREATE TYPE mood AS ENUM ('ok')",
      "ALTER TABLE people ALTER mood TYPE mood USING mood::text::mood",
      "DROP TYPE mood_now",
    );
    await expect(findThere(), "nobody can know this one").rejects.toBeInstanceOf(StatementFailed);
    expect((await findThere()).rows).toEqual([{ count: "2" }]);
  });

  test("doesn't run again for any other reason", async ({ source, notes }) => {
    for (const sqlState of ["40002", "23505", "55P03", "57014", "P0001", "25P02"]) {
      let runs = 0;
      const work = source.withTransaction(async (transaction) => {
        runs++;
        await transaction.execute(raise(sqlState), []);
      });
      await expect(work, sqlState).rejects.toMatchObject({ sqlState });
      expect(runs, sqlState).toBe(1);
    }
    await expect(source.withTransaction(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    expect(notes.retries).toEqual([]);
  });

  test("of many that update one row at once loses none", async ({ source }) => {
    const work = () =>
      source.withTransaction((transaction) => transaction.execute(add(1), []), {
        isolation: "serializable",
        attempts: 30,
      });
    await Promise.all(Array.from({ length: 20 }, work));
    expect(await total(source)).toBe(20);
  });
});

test("a prepared statement that the schema has outgrown is prepared again outside a transaction, and runs once", async ({
  source,
  connect,
}) => {
  const narrow = connect({ size: 1 });
  const addOne = statement("UPDATE counters SET n = n + 1 WHERE id = 1 RETURNING *", [], "test.addOne");
  const rows = () => narrow.withConnection(async (connection) => (await connection.execute(addOne, [])).rows);
  expect(await rows()).toEqual([{ id: 1, n: 1 }]);
  await source.withConnection((connection) => run(connection, "ALTER TABLE counters ADD COLUMN note text"));
  expect(await rows()).toEqual([{ id: 1, n: 2, note: null }]);
});

test("the observer sees each statement by its name, with its rows or its error", async ({ source, notes }) => {
  notes.statements.length = 0;
  await source.withConnection(async (connection) => {
    await connection.execute(statement("SELECT FROM counters", [], "test.two"), []);
    await connection.execute(statement("SELECT 1 / 0", [], "test.wrong"), []).catch(() => undefined);
  });
  expect(notes.statements).toEqual([
    ["test.two", { rows: 2 }],
    ["test.wrong", { error: expect.any(StatementFailed) as unknown }],
  ]);
});
