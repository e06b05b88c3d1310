import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import {
  DataSourceMisuse,
  NotCommitted,
  OutcomeUnknown,
  StatementFailed,
  WorkAborted,
} from "#infrastructure/shared/database/errors.ts";
import { exec } from "#infrastructure/shared/database/statement.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base.extend("source", async ({ connect }) => {
  const source = connect({ size: 2 });
  await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
  return source;
});

const insert = exec<{ 0: number }>(statement("INSERT INTO things VALUES ($1)", [23], "test.insert"));
const stored = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT array_agg(id ORDER BY id) FROM things"));
const insertLate = async (...call: Parameters<typeof insert>) => {
  await Promise.resolve();
  return insert(...call);
};

describe("commitWith", () => {
  test("commits what isn't awaited", async ({ source }) => {
    const result = await source.withTransaction(async (transaction) => {
      transaction.commitWith([insert(transaction, [1]), false, insert(transaction, [2])]);
      return "saved";
    });
    expect(result).toBe("saved");
    expect(await stored(source)).toEqual([1, 2]);
  });

  test("rejects with the statement's own error, and commits nothing", async ({ source }) => {
    const work = source.withTransaction(async (transaction) =>
      transaction.commitWith([insert(transaction, [1]), insert(transaction, [1]), insert(transaction, [2])]),
    );
    const failure = await thrownBy(work);
    expect(failure).toBeInstanceOf(StatementFailed);
    expect(failure).toMatchObject({ statement: "test.insert", constraint: "things_pkey" });
    expect(await stored(source)).toBeNull();
  });

  test("sends no COMMIT behind a statement that can't be sent", async ({ source }) => {
    const work = source.withTransaction(async (transaction) =>
      transaction.commitWith([insert(transaction, [1]), insert(transaction, ["one"] as never)]),
    );
    await expect(work).rejects.toThrow("test.insert, parameter 0: int4: expected a whole number");
    expect(await stored(source)).toBeNull();
  });

  test("says that nothing was committed when it was another statement that failed", async ({ source }) => {
    const work = source.withTransaction(async (transaction) => {
      await run(transaction, "SELECT 1 / 0").catch(() => undefined);
      transaction.commitWith([insert(transaction, [1])]);
    });
    await expect(work).rejects.toThrow(NotCommitted);
    expect(await stored(source)).toBeNull();
  });

  test("refuses a promise that may send its statement too late", async ({ source }) => {
    const work = source.withTransaction(async (transaction) => {
      await run(transaction, "SELECT 1");
      transaction.commitWith([insert(transaction, [1]), insertLate(transaction, [2])]);
    });
    await expect(work).rejects.toThrow(DataSourceMisuse);
    expect(await stored(source)).toBeNull();
  });

  test("refuses what another transaction runs", async ({ source, connect }) => {
    const elsewhere = connect();
    const work = source.withTransaction(async (transaction) => {
      await elsewhere.withTransaction(async (other) => transaction.commitWith([insert(other, [1])]));
    });
    await expect(work).rejects.toThrow("commitWith takes the promises that queries on this transaction returned");
    expect(await stored(source)).toBeNull();
  });

  test("isn't needed for a failure to be noticed: a query that nobody awaits keeps the transaction from committing", async ({
    source,
  }) => {
    const fails = exec(statement("SELECT 1 / 0", [], "test.fails"));
    await expect(source.withTransaction(async (transaction) => void fails(transaction))).rejects.toThrow(NotCommitted);
  });

  test("in a joined transaction is over before the joined work is", async ({ source }) => {
    const failures: unknown[] = [];
    const work = source.withTransaction(async (transaction) => {
      await insert(transaction, [1]);
      await source
        .withTransaction(async (joined) => joined.commitWith([insert(joined, [1])]))
        .catch((error: unknown) => failures.push(error));
    });
    await expect(work).rejects.toThrow(NotCommitted);
    expect(failures).toMatchObject([{ constraint: "things_pkey" }]);
  });

  test("in a part with a savepoint of its own fails with the part alone", async ({ source }) => {
    await source.withTransaction(async (transaction) => {
      await insert(transaction, [1]);
      const part = source.withTransaction(async (inner) => inner.commitWith([insert(inner, [1])]), {
        savepoint: true,
      });
      await expect(part).rejects.toMatchObject({ constraint: "things_pkey" });
      await source.withTransaction(async (inner) => inner.commitWith([insert(inner, [2])]), { savepoint: true });
    });
    expect(await stored(source)).toEqual([1, 2]);
  });

  test("runs the whole again after a serialization failure", async ({ source }) => {
    const fails = statement("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", [], "test.conflict");
    let attempts = 0;
    await source.withTransaction(async (transaction) => {
      attempts++;
      transaction.commitWith([insert(transaction, [attempts]), attempts < 3 && exec(fails)(transaction)]);
    });
    expect(attempts).toBe(3);
    expect(await stored(source)).toEqual([3]);
  });

  test("can be aborted while a statement of it waits", async ({ source, admin, emptyDatabase }) => {
    const abort = new AbortController();
    const sleeps = exec(statement("SELECT pg_sleep(60)", [], "test.sleep"));
    const work = source.withTransaction(
      async (transaction) => transaction.commitWith([insert(transaction, [1]), sleeps(transaction)]),
      { signal: abort.signal },
    );
    const aborted = thrownBy(work);
    await eventually(
      async () =>
        (await countBackends(admin, emptyDatabase.name, "query LIKE '%pg_sleep%' AND state = 'active'")) === 1,
    );
    abort.abort();
    expect(await aborted).toBeInstanceOf(WorkAborted);
    expect(await stored(source)).toBeNull();
  });

  test.for(["cut", "cut answer"] as const)(
    "with a connection that is lost (%s) is unknown",
    async (fault, { connect, proxyTo, emptyDatabase, source }) => {
      const proxy = await proxyTo();
      const through = connect({ url: proxy.url(emptyDatabase.url), size: 1 });
      await through.withTransaction(async (transaction) => transaction.commitWith([insert(transaction, [1])]));
      proxy.once("COMMIT\0", fault);
      const work = through.withTransaction(async (transaction) => transaction.commitWith([insert(transaction, [2])]));
      await expect(work).rejects.toThrow(OutcomeUnknown);
      await eventually(async () => {
        const rows = await stored(source);
        return fault === "cut" ? String(rows) === "1" : String(rows) === "1,2";
      });
    },
  );
});
