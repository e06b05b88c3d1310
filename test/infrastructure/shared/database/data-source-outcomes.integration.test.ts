import { describe, expect } from "vitest";
import {
  DatabaseUnavailable,
  NotCommitted,
  OutcomeUnknown,
  StatementFailed,
  TransactionConflict,
} from "#infrastructure/shared/database/errors.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { type Connection, one } from "#infrastructure/shared/database/statement.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { killBackend } from "#test/support/kill-backend.ts";
import type { Proxy } from "#test/support/proxy.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base
  .extend("source", async ({ connect }) => {
    const source = connect({ size: 2 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
    return source;
  })
  .extend("proxy", ({ proxyTo }) => proxyTo())
  .extend("proxied", ({ connect, emptyDatabase, proxy, source: _tableExists }) =>
    connect({ url: proxy.url(emptyDatabase.url), size: 1 }),
  )
  .extend("unbegun", async ({ proxied, proxy }) => {
    await proxied.withConnection((connection) => run(connection, "SELECT 1"));
    // What the server would say if somebody cancelled BEGIN.
    proxy.replace("BEGIN ISOLATION LEVEL", "BEGAN ISOLATION LEVEL");
    return proxied;
  });

const insert = statement("INSERT INTO things VALUES (1)", [], "test.insert");
const stored = (source: DataSource) =>
  source.withConnection((connection) => valueOf(connection, "SELECT array_agg(id ORDER BY id) FROM things"));
/** Inserts a row, then meets the fault at COMMIT. */
const commitWith = (proxied: DataSource, proxy: Proxy, fault: "cut" | "cut answer" | "half-close") => {
  proxy.once("COMMIT\0", fault);
  return thrownBy(proxied.withTransaction((transaction) => transaction.execute(insert, [])));
};

describe("COMMIT", () => {
  test("waits for statements that nobody awaits", async ({ source }) => {
    await source.withTransaction(async (transaction) => {
      void transaction.execute(statement("SELECT pg_sleep(0.1)"), []);
      void transaction.execute(insert, []);
    });
    expect(await stored(source)).toEqual([1]);
  });

  test("commits nothing when a statement that nobody awaits fails, and says which", async ({ source }) => {
    const work = source.withTransaction(async (transaction) => {
      void transaction.execute(insert, []);
      void transaction.execute(insert, []);
    });
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(NotCommitted);
    expect(error).toMatchObject({ cause: { statement: "test.insert", sqlState: "23505" } });
    expect(await stored(source)).toBeNull();
  });

  test("that nobody awaits with a bad value commits nothing", async ({ source }) => {
    const work = source.withTransaction(async (transaction) => {
      await transaction.execute(insert, []);
      void transaction.execute(statement("SELECT $1::int4", [23], "test.bad"), ["x"]);
    });
    expect(await thrownBy(work)).toMatchObject({ name: "NotCommitted", cause: { statement: "test.bad" } });
    expect(await stored(source)).toBeNull();
  });

  test("commits nothing when a query returned other rows than it promises, also when that was swallowed", async ({
    source,
  }) => {
    const none = one<{}, {}>(statement("SELECT FROM things WHERE false", [], "test.none"));
    const work = source.withTransaction(async (transaction) => {
      await transaction.execute(insert, []);
      await none(transaction).catch(() => undefined);
    });
    expect(await thrownBy(work)).toMatchObject({
      name: "NotCommitted",
      cause: { name: "UnexpectedRowCount", statement: "test.none" },
    });
    expect(await stored(source)).toBeNull();
  });

  test("that a deferred constraint refuses is its error, and commits nothing", async ({ source }) => {
    await source.withConnection((connection) =>
      run(connection, "ALTER TABLE things ADD CONSTRAINT later UNIQUE (id) DEFERRABLE INITIALLY DEFERRED"),
    );
    await source.withConnection((connection) => run(connection, "ALTER TABLE things DROP CONSTRAINT things_pkey"));
    const work = source.withTransaction(async (transaction) => {
      await transaction.execute(insert, []);
      await transaction.execute(insert, []);
    });
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(StatementFailed);
    expect(error).toMatchObject({ statement: "COMMIT", sqlState: "23505", constraint: "later" });
    expect(await stored(source)).toBeNull();
  });

  test("never lets a statement run behind it that the driver would send again", async ({ source, connect }) => {
    const narrow = connect({ size: 1 });
    const returning = statement("INSERT INTO things VALUES ($1) RETURNING *", [23], "test.returning");
    await narrow.withConnection((connection) => connection.execute(returning, [1]));
    await source.withConnection((connection) => run(connection, "ALTER TABLE things ADD COLUMN other int"));
    const insertTwo = async (transaction: Connection) => void transaction.execute(returning, [2]);
    const work = narrow.withTransaction(insertTwo, { attempts: 1 });
    expect(await thrownBy(work)).toBeInstanceOf(TransactionConflict);
    await narrow.withTransaction((transaction) => transaction.execute(returning, [3]));
    expect(await stored(source)).toEqual([1, 3]);
  });

  test("on a connection that was lost before is DatabaseUnavailable, and nothing is stored", async ({
    source,
    proxied,
    proxy,
    admin,
  }) => {
    const work = proxied.withTransaction(async (transaction) => {
      await transaction.execute(insert, []);
      await killBackend(admin, Number(await valueOf(transaction, "SELECT pg_backend_pid()")));
      await eventually(() => proxy.open === 0);
    });
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ statement: "COMMIT", sqlState: "57P01" });
    expect(await stored(source)).toBeNull();
  });

  test("whose answer is lost is OutcomeUnknown: here it was committed", async ({ source, proxied, proxy }) => {
    const error = await commitWith(proxied, proxy, "cut answer");
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(error).not.toBeInstanceOf(DatabaseUnavailable);
    await eventually(async () => expect(await stored(source)).toEqual([1]));
  });

  test("that is lost itself is OutcomeUnknown: here it was not committed", async ({ source, proxied, proxy }) => {
    expect(await commitWith(proxied, proxy, "cut")).toBeInstanceOf(OutcomeUnknown);
    expect(await stored(source)).toBeNull();
  });

  test("that the server hangs up on is OutcomeUnknown", async ({ proxied, proxy }) => {
    expect(await commitWith(proxied, proxy, "half-close")).toBeInstanceOf(OutcomeUnknown);
  });

  test("that is lost behind an answer that can't be read is OutcomeUnknown: here it was committed", async ({
    source,
    proxied,
    proxy,
  }) => {
    await source.withConnection(async (connection) => {
      const body = "BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NULL; END";
      await run(connection, `CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS '${body}'`);
      const when = "AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED FOR EACH ROW";
      await run(connection, `CREATE CONSTRAINT TRIGGER waits ${when} EXECUTE FUNCTION waits()`);
    });
    await source.withConnection(async (connection) => {
      await run(connection, "SELECT pg_advisory_lock(7)");
      const work = proxied.withTransaction(async (transaction) => {
        void transaction.execute(insert, []);
        // COMMIT has been sent by then, and waits.
        const cut = () => proxy.cutAll();
        transaction.execute(statement("SELECT 'infinity'::timestamptz"), []).catch(cut);
      });
      expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
      await run(connection, "SELECT pg_advisory_unlock(7)");
    });
    await eventually(async () => expect(await stored(source)).toEqual([1]));
  });

  test("with an unknown outcome is not tried again, and the next unit of work is well", async ({ proxied, proxy }) => {
    let runs = 0;
    proxy.once("COMMIT\0", "cut answer");
    const work = proxied.withTransaction(async (transaction) => {
      runs++;
      await transaction.execute(insert, []);
    });
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    expect(runs).toBe(1);
    expect(await stored(proxied)).toEqual([1]);
  });
});

describe("a statement outside a transaction whose answer is lost", () => {
  test("is OutcomeUnknown when it writes: here it was done", async ({ source, proxied, proxy }) => {
    proxy.once("INSERT INTO things", "cut answer");
    const work = proxied.withConnection((connection) => connection.execute(insert, []));
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(error).toMatchObject({ statement: "test.insert" });
    await eventually(async () => expect(await stored(source)).toEqual([1]));
  });

  test("is OutcomeUnknown when it calls a function with its schema, which may write: here it was done", async ({
    source,
    proxied,
    proxy,
  }) => {
    const body = "INSERT INTO things VALUES (n) RETURNING id";
    await source.withConnection((connection) =>
      run(connection, `CREATE FUNCTION public.place(n int) RETURNS int LANGUAGE sql AS '${body}'`),
    );
    proxy.once("SELECT public.place", "cut answer");
    const work = proxied.withConnection((connection) => valueOf(connection, "SELECT public.place(7)"));
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    await eventually(async () => expect(await stored(source)).toEqual([7]));
  });

  test("is DatabaseUnavailable when it only reads", async ({ proxied, proxy, source }) => {
    await source.withConnection((connection) => connection.execute(insert, []));
    proxy.once("SELECT array_agg", "cut answer");
    expect(await thrownBy(stored(proxied))).toBeInstanceOf(DatabaseUnavailable);
    expect(await stored(proxied)).toEqual([1]);
  });
});

describe("work with a connection leaves no rejection behind that nobody handles, which would end the process:", () => {
  const fails = statement("SELECT 1 / 0", [], "test.fails");
  test.for<[what: string, work: (connection: Connection) => Promise<unknown>]>([
    ["a statement that nobody awaits fails at its end", async (connection) => void connection.execute(fails, [])],
    [
      "the second of two fails too",
      async (connection) => {
        const both = [connection.execute(fails, []), connection.execute(fails, [])];
        for (const answer of both) await answer;
      },
    ],
    [
      "one that is still running fails after the work has",
      async (connection) => {
        void connection.execute(statement("SELECT 1 / (pg_sleep(0.05) IS NULL)::int"), []);
        throw new Error("mine");
      },
    ],
  ])("%s", async ([, work], { source }) => {
    const unhandled: unknown[] = [];
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection").on("unhandledRejection", (error) => unhandled.push(error));
    try {
      await expect(source.withConnection(work)).rejects.toThrow(/22012|mine/);
      // Node tells of them behind the microtasks.
      await new Promise((resolve) => void setImmediate(resolve));
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const other of others) process.on("unhandledRejection", other);
    }
    expect(unhandled).toEqual([]);
  });
});

describe("a BEGIN that fails alone", () => {
  test("lets no statement pass for done", async ({ unbegun, source }) => {
    const work = unbegun.withTransaction((transaction) => transaction.execute(insert, []));
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    // It is behind the BEGIN whose error was answered first.
    await eventually(async () => expect(await stored(source)).toEqual([1]));
  });

  test("is not hidden by the error that the work makes of it", async ({ unbegun }) => {
    const work = unbegun.withTransaction((transaction) =>
      transaction.execute(insert, []).catch(() => {
        throw new RangeError("nothing was changed");
      }),
    );
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
  });

  test("lets none pass that nobody awaits", async ({ unbegun, proxy }) => {
    const forgetful = unbegun.withTransaction(async (transaction) => {
      void transaction.execute(insert, []);
      await eventually(() => proxy.open === 0);
    });
    expect(await thrownBy(forgetful)).toBeInstanceOf(OutcomeUnknown);
  });

  test("lets none pass whose answer arrives with that of BEGIN", async ({ unbegun, proxy, source }) => {
    proxy.once("BEGAN ISOLATION LEVEL", "hold answers");
    const seen: unknown[] = [];
    const work = unbegun.withTransaction(async (transaction) => {
      await transaction.execute(insert, []).then(
        () => seen.push("done"),
        (error: unknown) => seen.push(error),
      );
    });
    const failure = thrownBy(work);
    await eventually(async () => expect(await stored(source)).toEqual([1]));
    proxy.resume();
    expect(await failure).toBeInstanceOf(OutcomeUnknown);
    expect(seen).toEqual([expect.any(OutcomeUnknown)]);
  });
});
