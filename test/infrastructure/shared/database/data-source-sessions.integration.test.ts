import { describe, expect } from "vitest";
import { DatabaseError, DataSourceMisuse, StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { run, statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";

describe("the next user of a connection", () => {
  test.for([
    ["SET application_name = 'leaked'", "SHOW application_name", expect.stringMatching(/^plinth, process/)],
    ["-- note\nSET application_name = 'leaked'", "SHOW application_name", expect.stringMatching(/^plinth, process/)],
    [
      "SELECT set_config('application_name', 'leaked', false)",
      "SHOW application_name",
      expect.stringMatching(/^plinth, process/),
    ],
    [
      "DO $$ BEGIN SET application_name = 'leaked'; END $$",
      "SHOW application_name",
      expect.stringMatching(/^plinth, process/),
    ],
    ["SET ROLE pg_monitor", "SELECT current_user::text <> 'pg_monitor'", true],
    ["-- note\rSET application_name = 'leaked'", "SHOW application_name", expect.stringMatching(/^plinth, process/)],
    ["CREATE OR REPLACE TEMP VIEW leaked AS SELECT 1", "SELECT to_regclass('leaked')::text", null],
    ["SELECT set_config('app.x', 'a, true)', false)", "SELECT current_setting('app.x', true)", null],
    [`SELECT "set_config"('app.x', 'leaked', false)`, "SELECT current_setting('app.x', true)", null],
    ["CREATE TEMP TABLE leaked (id int)", "SELECT to_regclass('leaked')::text", null],
    ["SELECT 1 AS id INTO TEMPORARY leaked", "SELECT to_regclass('leaked')::text", null],
    ["PREPARE leaked AS SELECT 1", "SELECT count(*)::int FROM pg_prepared_statements WHERE name = 'leaked'", 0],
    ["LISTEN leaked", "SELECT count(*)::int FROM pg_listening_channels()", 0],
    ["DISCARD ALL", "SHOW application_name", expect.stringMatching(/^plinth, process/)],
    ["DEALLOCATE ALL", "SHOW application_name", expect.stringMatching(/^plinth, process/)],
  ] as const)("doesn't find what %j left behind", async ([text, probe, expected], { connect }) => {
    const source = connect({ size: 1 });
    const look = () => source.withConnection((connection) => valueOf(connection, probe));
    expect(await look()).toEqual(expected);
    await source.withConnection((connection) => run(connection, text));
    expect(await look()).toEqual(expected);
  });

  test.for([
    "SELECT pg_advisory_lock(7)",
    "SELECT pg_try_advisory_lock_shared(7)",
    "SELECT CASE WHEN pg_advisory_lock(7) IS NOT NULL THEN 1 / (random() * 0)::int END",
  ])("doesn't hold the lock of %j", async (text, { connect, admin, emptyDatabase }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) => run(connection, text)).catch(() => undefined);
    await eventually(async () => {
      const held =
        "SELECT FROM pg_locks JOIN pg_database AS d ON d.oid = database WHERE locktype = 'advisory' AND datname = $1";
      return (await admin.query(held, [emptyDatabase.name])).rowCount === 0;
    });
    expect(await source.withConnection((connection) => valueOf(connection, "SELECT 7"))).toBe(7);
  });

  test("has the same connection after what ends with the transaction", async ({ connect }) => {
    const source = connect({ size: 1 });
    const backend = () => source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()"));
    const before = await backend();
    await source.withTransaction(async (transaction) => {
      await run(transaction, "SET LOCAL application_name = 'local'");
      await run(transaction, "SELECT set_config('app.user', 'me', true), pg_advisory_xact_lock(7)");
    });
    expect(await backend()).toBe(before);
  });

  test("has the same connection after a failed statement of several in flight", async ({ connect }) => {
    const source = connect({ size: 1 });
    const backend = () => source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()"));
    const before = await backend();
    const work = source.withTransaction((transaction) =>
      Promise.all(["SELECT 1 / 0", "SELECT 1", "SELECT 2", "SELECT 3"].map((text) => run(transaction, text))),
    );
    await expect(work).rejects.toThrow(StatementFailed);
    expect(await backend()).toBe(before);
  });
});

describe("a transaction's", () => {
  test.for(["read committed", "repeatable read", "serializable"] as const)(
    "isolation level %s is really set",
    async (isolation, { connect }) => {
      const source = connect();
      const level = await source.withTransaction((t) => valueOf(t, "SHOW transaction_isolation"), { isolation });
      expect(level).toBe(isolation);
    },
  );

  test("default is read committed and read-write, whatever the server's", async ({ connect, admin, emptyDatabase }) => {
    await admin.query(`ALTER DATABASE ${emptyDatabase.name} SET default_transaction_isolation = 'serializable'`);
    await admin.query(`ALTER DATABASE ${emptyDatabase.name} SET default_transaction_read_only = on`);
    const source = connect();
    const text = "SELECT current_setting('transaction_isolation') || ' ' || current_setting('transaction_read_only')";
    expect(await source.withTransaction((transaction) => valueOf(transaction, text))).toBe("read committed off");
  });

  test("readOnly refuses to write", async ({ connect }) => {
    const work = connect().withTransaction((t) => run(t, "CREATE TABLE things (id int)"), { readOnly: true });
    await expect(work).rejects.toMatchObject({ sqlState: "25006" });
  });
});

describe("a statement", () => {
  const text = statement("SELECT $1::text AS a, $2::int4 AS b", [25, 23], "test.two");

  test.for<[unknown, unknown, RegExp]>([
    ["a", "2", /test\.two, parameter 1: int4: expected a whole number, but got a string/],
    ["a", undefined, /parameter 1: .* but got undefined/],
    ["a", 2 ** 31, /parameter 1: Expected a whole number from/],
    [7, 2, /parameter 0: text: expected a string, but got a number/],
    ["a\0b", 2, /parameter 0: .*NUL/],
    ["\ud800", 2, /parameter 0: .*half a surrogate pair/],
  ])(
    "with the values %j, %j is refused by parameter, and nothing else is disturbed",
    async ([a, b, message], { connect }) => {
      const source = connect({ size: 1 });
      const rows = await source.withConnection(async (connection) => {
        const before = connection.execute(text, ["before", 1]);
        const wrong = connection.execute(text, [a, b]);
        const after = connection.execute(text, ["after", 2]);
        await expect(wrong).rejects.toThrow(DataSourceMisuse);
        await expect(wrong).rejects.toThrow(message);
        return [...(await before).rows, ...(await after).rows];
      });
      expect(rows).toEqual([
        { a: "before", b: 1 },
        { a: "after", b: 2 },
      ]);
    },
  );

  test("with too few values is refused", async ({ connect }) => {
    const work = connect().withConnection((connection) => connection.execute(text, ["a"]));
    await expect(work).rejects.toThrow("test.two, parameter 1: int4: expected a whole number, but got undefined.");
  });

  test("that is a COPY is refused", async ({ connect }) => {
    const work = connect().withConnection((connection) => run(connection, "COPY pg_class TO STDOUT"));
    await expect(work).rejects.toThrow(DataSourceMisuse);
  });

  test("whose answer can't be read fails, and the connection stays in step", async ({ connect }) => {
    const source = connect({ size: 1 });
    const results = await source.withConnection((connection) =>
      Promise.allSettled([
        valueOf(connection, "SELECT 1"),
        valueOf(connection, "SELECT 'infinity'::timestamptz FROM generate_series(1, 3)"),
        valueOf(connection, "SELECT 2"),
      ]),
    );
    expect(results).toMatchObject([
      { value: 1 },
      { reason: { name: "StatementFailed", statement: "test.statement" } },
      { value: 2 },
    ]);
  });

  test.for([
    ["SELECT $1::uuid", 0, "se-cret"],
    ["SELECT $1::date", 1082, "se-cret"],
    ["SELECT $1::text::numeric", 25, "se-cret"],
    ["INSERT INTO checked VALUES ($1)", 25, "se-cret"],
  ] as const)("that fails says no value: %s", async ([wrong, oid, value], { connect }) => {
    const source = connect();
    await source.withConnection((c) => run(c, "CREATE TABLE checked (v text UNIQUE CHECK (length(v) < 3))"));
    const error: unknown = await source
      .withConnection((connection) => connection.execute(statement(wrong, [oid], "test.wrong"), [value]))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseError);
    expect((error as Error).message).toMatch(/^test\.wrong failed/);
    const { cause: _, ...shown } = error as DatabaseError;
    expect(JSON.stringify([shown, (error as Error).message, (error as Error).stack])).not.toContain(value);
  });

  test("is one of two hundred in flight in one unit of work, and all are committed in order", async ({ connect }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) =>
      run(connection, "CREATE TABLE things (id int GENERATED ALWAYS AS IDENTITY, n int)"),
    );
    const insert = statement("INSERT INTO things (n) VALUES ($1)", [23]);
    for (const prepared of [false, true]) {
      await source.withTransaction(async (transaction) => {
        await Promise.all(Array.from({ length: 200 }, (_, n) => transaction.execute(insert, [n])));
      });
      expect(
        await source.withConnection((c) => valueOf(c, "SELECT array_agg(n ORDER BY id) FROM things")),
        String(prepared),
      ).toEqual([
        ...(prepared ? Array.from({ length: 200 }, (_, n) => n) : []),
        ...Array.from({ length: 200 }, (_, n) => n),
      ]);
    }
  });
});

test("a connection is used no longer than its lifetime", async ({ connect }) => {
  const source = connect({ size: 1, maxLifetime: -1 });
  const backend = () => source.withConnection((connection) => valueOf(connection, "SELECT pg_backend_pid()"));
  expect(await backend()).not.toBe(await backend());
});

test("the server never counts more connections than the size, one that is thrown away included", async ({
  connect,
  admin,
  emptyDatabase,
  onTestFinished,
}) => {
  const { name } = emptyDatabase;
  await admin.query(`CREATE ROLE ${name} LOGIN CONNECTION LIMIT 2`);
  onTestFinished(async () => void (await admin.query(`DROP ROLE ${name}`)));
  const url = new URL(emptyDatabase.url);
  url.username = name;
  const source = connect({ url: url.href, size: 2, acquireTimeout: 60_000 });
  const use = () => source.withConnection((connection) => run(connection, "SET work_mem = '5MB'"));
  // PostgreSQL would refuse a third one (53300).
  await expect(Promise.all(Array.from({ length: 100 }, use))).resolves.toHaveLength(100);
  await source.close();
});

test("connections beyond the size are never made, and unused ones are closed", async ({
  connect,
  admin,
  emptyDatabase,
}) => {
  const source = connect({ size: 3, idleTimeout: 50 });
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      await source.withConnection((connection) => run(connection, "SELECT 1"));
      expect(await countBackends(admin, emptyDatabase.name)).toBeLessThanOrEqual(3);
    }),
  );
  await eventually(async () => (await countBackends(admin, emptyDatabase.name)) === 0);
});
