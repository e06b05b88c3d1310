import { describe, expect } from "vitest";
import {
  DatabaseTimeout,
  DatabaseUnavailable,
  DataSourceMisuse,
  WorkAborted,
} from "#infrastructure/shared/database/errors.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { exec, many, one } from "#infrastructure/shared/database/statement.ts";
import { stream } from "#infrastructure/shared/database/stream.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { startPgbouncer } from "#test/support/pgbouncer.ts";
import { thrownBy } from "#test/support/thrown-by.ts";
import { startTransactionPooler } from "#test/support/transaction-pooler.ts";

const pgbouncer = process.env["PGBOUNCER"];

/**
 * A `DataSource` of up to four connections, through a pooler that lends the three sessions that it has: PgBouncer where
 * PGBOUNCER names it, else what stands in for it.
 */
const test = base
  .extend("pooler", async ({ emptyDatabase: { url } }, { onCleanup }) => {
    const pooler = pgbouncer ? await startPgbouncer(pgbouncer, url) : await startTransactionPooler(url);
    onCleanup(() => pooler.close());
    return pooler;
  })
  .extend("source", async ({ pooler, emptyDatabase, connect }) =>
    connect({ url: pooler.url(emptyDatabase.url), size: 4, lockTimeout: 1_234 }),
  );

const double = one<{ 0: number }, { doubled: number }>(statement("SELECT $1 * 2 AS doubled", [23]));
const insert = exec<{ 0: number }>(statement("INSERT INTO numbers VALUES ($1)", [23]));
const numbers = many<{}, { n: number }>(statement("SELECT n FROM numbers ORDER BY n"));
const streamed = stream<{}, { n: number }>(statement("SELECT n FROM generate_series(1, 1200) n"));
const inTurn = Array.from({ length: 40 }, (_, index) => index + 1);

describe("through a pooler in transaction mode", () => {
  test("statements run on whichever session of the server they get", async ({ source }) => {
    // As many as the pooler has: from now on they take turns.
    const sessions = new Set<unknown>();
    const { promise: allOpen, resolve } = Promise.withResolvers<void>();
    const open = source.withTransaction.bind(source, async (transaction) => {
      if (sessions.add(await valueOf(transaction, "SELECT pg_backend_pid()")).size === 3) resolve();
      await allOpen;
    });
    await Promise.all([open(), open(), open()]);

    const found = new Set<unknown>();
    const doubled = (n: number) =>
      source.withConnection(async (connection) => {
        found.add(await valueOf(connection, "SELECT pg_backend_pid()"));
        return double(connection, { 0: n });
      });
    for (const n of inTurn) expect(await doubled(n)).toEqual({ doubled: n * 2 });
    expect(found).toEqual(sessions);
    const all = await Promise.all(inTurn.map(doubled));
    expect(all.map((row) => row.doubled)).toEqual(inTurn.map((n) => n * 2));
  });

  test("several statements of one connection may be in flight", async ({ source }) => {
    const all = await source.withConnection((connection) =>
      Promise.all(inTurn.map((n) => double(connection, { 0: n }))),
    );
    expect(all.map((row) => row.doubled)).toEqual(inTurn.map((n) => n * 2));
  });

  test("a transaction is one, committed or rolled back as a whole", async ({ source }) => {
    await source.withConnection((connection) => run(connection, "CREATE TABLE numbers (n int)"));
    await Promise.all(
      inTurn.map((n) =>
        source
          .withTransaction(async (transaction) => {
            await insert(transaction, { 0: n });
            await insert(transaction, { 0: -n });
            if (n % 2 === 0) throw new Error("on purpose");
          })
          .catch(() => undefined),
      ),
    );
    const odd = inTurn.filter((n) => n % 2 === 1);
    const rows = await source.withConnection((connection) => numbers(connection));
    expect(rows.map(({ n }) => n)).toEqual([...odd.map((n) => -n), ...odd].toSorted((a, b) => a - b));
  });

  test("the limits hold in each transaction, and only there", async ({ source }) => {
    const limitsOf =
      "SELECT current_setting('lock_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout')";
    for (let turn = 0; turn < 5; turn++) {
      expect(await source.withTransaction((transaction) => valueOf(transaction, limitsOf))).toBe("1234ms 30s");
      expect(await source.withConnection((connection) => valueOf(connection, limitsOf))).toBe("0 0");
    }
    // It holds for what begins the transaction too.
    const slow = source.withTransaction((transaction) => run(transaction, "SELECT pg_sleep(60)"), {
      statementTimeout: 1_000,
    });
    await expect(slow).rejects.toThrow(DatabaseTimeout);
  });

  test("rows are streamed", async ({ source }) => {
    let sum = 0;
    await source.withTransaction(async (transaction) => {
      for await (const { n } of streamed(transaction)) sum += n;
    });
    expect(sum).toBe(720_600);
  });

  test.for([
    "SET statement_timeout = 1",
    "SELECT set_config('statement_timeout', '1', false)",
    "SELECT pg_advisory_lock(7)",
    "LISTEN something",
    "CREATE TEMP TABLE mine (n int)",
    "CREATE OR REPLACE TEMP VIEW mine AS SELECT 1",
    "DECLARE held CURSOR WITH HOLD FOR SELECT 1",
    "DECLARE held CURSOR WITH  HOLD FOR SELECT 1",
    "DECLARE setting CURSOR FOR SELECT set_config('app.mine', '1', false)",
    "PREPARE mine AS SELECT 1",
  ])("what would stay behind in the session is refused: %s", async (text, { source }) => {
    const refused = source.withConnection((connection) => run(connection, text));
    await expect(refused).rejects.toThrow(DataSourceMisuse);
    await expect(refused).rejects.toThrow(/test\.statement would leave something behind in a session/);
    expect(await source.withTransaction((t) => valueOf(t, "SET LOCAL statement_timeout = 54321").then(() => 7))).toBe(
      7,
    );
  });

  test("work is aborted", async ({ source }) => {
    const controller = new AbortController();
    const slow = source.withTransaction(
      (transaction) => {
        const running = run(transaction, "SELECT pg_sleep(60)");
        controller.abort();
        return running;
      },
      { signal: controller.signal },
    );
    expect(await thrownBy(slow)).toBeInstanceOf(WorkAborted);
  });

  test("migrations are refused, and told what they need", async ({ pooler, emptyDatabase }) => {
    const refused = connectPlainly(pooler.url(emptyDatabase.url), "test");
    await expect(refused).rejects.toThrow(/needs a session of its own.*set DATABASE_MIGRATION_URL/);
  });
});

test("a pooler that isn't named as one refuses our limits, and is shown to be there", async ({
  pooler,
  emptyDatabase,
  connect,
}) => {
  const source = connect({ url: pooler.url(emptyDatabase.url).replace("?pgbouncer=true", "") });
  const failed = source.withConnection(async () => undefined);
  await expect(failed).rejects.toThrow(DatabaseUnavailable);
  await expect(failed).rejects.toThrow(/unsupported startup parameter: .*pgbouncer=true/);
});
