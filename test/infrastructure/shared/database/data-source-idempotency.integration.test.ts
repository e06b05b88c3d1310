import { describe, expect } from "vitest";
import {
  AlreadyCommitted,
  DataSourceMisuse,
  OutcomeUnknown,
  StatementFailed,
} from "#infrastructure/shared/database/errors.ts";
import { forgetOldKeys } from "#infrastructure/shared/database/idempotent-work.ts";
import type { DatabaseObserver } from "#infrastructure/shared/database/observer.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import type { Connection } from "#infrastructure/shared/database/statement.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/fixtures.ts";
import { killBackend } from "#test/support/kill-backend.ts";
import { startProxy } from "#test/support/proxy.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const key = "test/pay/1";

const test = base
  .extend("proxy", async ({ db }, { onCleanup }) => {
    await db.dataSource.withConnection((connection) => run(connection, "CREATE TABLE payments (id serial)"));
    const proxy = await startProxy(db.url);
    onCleanup(() => proxy.close());
    return proxy;
  })
  .extend("retries", (): (string | undefined)[] => [])
  .extend("proxied", ({ db, proxy, retries }, { onCleanup }) => {
    const observer: DatabaseObserver = {
      statementStarted: () => () => undefined,
      transactionRetried: (_attempt, { name }) => void retries.push(name),
    };
    const source = createDataSource({
      url: proxy.url(db.url),
      size: 2,
      observer,
      lockTimeout: 2_000,
    });
    onCleanup(() => source.close(0));
    return source;
  })
  .extend(
    "paid",
    ({ db: { dataSource } }) =>
      () =>
        dataSource.withConnection((connection) => valueOf(connection, "SELECT count(*)::int FROM payments")),
  );

/** Pays and tells how often it was called. */
const payment = () => {
  const pay = async (connection: Connection) => {
    pay.calls++;
    return (await valueOf(connection, "INSERT INTO payments DEFAULT VALUES RETURNING id")) as number;
  };
  pay.calls = 0;
  return pay;
};

describe("a work with an idempotency key", () => {
  test("whose COMMIT's answer is lost is found committed: it isn't run again, and its result is returned", async ({
    proxy,
    proxied,
    paid,
    retries,
  }) => {
    proxy.once("COMMIT\0", "cut answer");
    const pay = payment();
    expect(await proxied.withTransaction(pay, { idempotencyKey: key })).toBe(1);
    expect([pay.calls, await paid(), retries]).toEqual([1, 1, ["OutcomeUnknown"]]);
  });

  test("whose COMMIT itself is lost is run again, and committed once", async ({ proxy, proxied, paid }) => {
    proxy.once("COMMIT\0", "cut");
    const pay = payment();
    expect(await proxied.withTransaction(pay, { idempotencyKey: key })).toBe(2);
    expect([pay.calls, await paid()]).toEqual([2, 1]);
  });

  test("stays right when the outcome is unknown twice", async ({ proxy, proxied, paid, retries }) => {
    proxy.once("COMMIT\0", "cut");
    const pay = payment();
    const work = proxied.withTransaction(
      (transaction) => {
        if (pay.calls === 1) proxy.once("COMMIT\0", "cut answer");
        return pay(transaction);
      },
      { idempotencyKey: key },
    );
    expect(await work).toBe(2);
    expect([pay.calls, await paid(), retries]).toEqual([2, 1, ["OutcomeUnknown", "OutcomeUnknown"]]);
  });

  test("stays right when the connection is lost while it is being found out", async ({ proxy, proxied, paid }) => {
    proxy.once("COMMIT\0", "cut answer");
    const pay = payment();
    const work = proxied.withTransaction(
      async (transaction) => {
        const id = await pay(transaction);
        proxy.once("idempotency_keys", "cut answer");
        return id;
      },
      { idempotencyKey: key },
    );
    expect(await work).toBe(1);
    expect([pay.calls, await paid()]).toEqual([1, 1]);
  });

  test("that another process has done while its own COMMIT was in doubt is refused, without the other's result", async ({
    db,
    proxy,
    proxied,
    paid,
  }) => {
    proxy.once("COMMIT\0", "cut");
    const pay = payment();
    const work = proxied.withTransaction(
      async (transaction) => {
        const id = await pay(transaction);
        proxy.once("application_name", "stall");
        return id;
      },
      { idempotencyKey: key },
    );
    const failure = thrownBy(work);
    await eventually(() => proxy.accepted > 1 && proxy.pending === 0);
    expect(await db.dataSource.withTransaction(payment(), { idempotencyKey: key })).toBe(2);
    proxy.resume();
    expect(await failure).toBeInstanceOf(AlreadyCommitted);
    expect([pay.calls, await paid()]).toEqual([1, 1]);
  });

  test("whose BEGIN fails alone never runs, though its key is written", async ({ db, proxy, proxied, paid }) => {
    await proxied.withConnection((connection) => run(connection, "SELECT 1"));
    proxy.replace("BEGIN ISOLATION LEVEL", "BEGAN ISOLATION LEVEL");
    proxy.once("BEGAN ISOLATION LEVEL", "hold answers");
    const pay = payment();
    const failure = thrownBy(proxied.withTransaction(pay, { idempotencyKey: key }));
    const keys = "SELECT count(*)::int FROM platform.idempotency_keys";
    await eventually(async () => (await db.dataSource.withConnection((c) => valueOf(c, keys))) === 1);
    proxy.resume();
    expect(await failure).toBeInstanceOf(OutcomeUnknown);
    expect([pay.calls, await paid()]).toEqual([0, 0]);
  });

  test("is still unknown when its attempts are used up", async ({ proxy, proxied, paid }) => {
    proxy.once("COMMIT\0", "cut answer");
    const error = await thrownBy(proxied.withTransaction(payment(), { idempotencyKey: key, attempts: 1 }));
    expect(error).toBeInstanceOf(OutcomeUnknown);
    await eventually(async () => (await paid()) === 1);
  });

  test("is still unknown, not refused, while another transaction that is still open has the key", async ({
    proxy,
    proxied,
    admin,
    db,
  }) => {
    const pay = payment();
    proxy.once("COMMIT\0", "stall");
    let backend = 0;
    const failure = thrownBy(
      proxied.withTransaction(
        async (transaction) => {
          backend = (await valueOf(transaction, "SELECT pg_backend_pid()")) as number;
          return pay(transaction);
        },
        { idempotencyKey: key, attempts: 2 },
      ),
    );
    await eventually(() => backend > 0 && proxy.pending === 0);
    await killBackend(admin, backend);
    await db.dataSource.withTransaction(async (rival) => {
      await run(rival, `INSERT INTO platform.idempotency_keys VALUES ('${key}', gen_random_uuid(), now())`);
      proxy.cutAll();
      const error = await failure;
      expect(error).toBeInstanceOf(OutcomeUnknown);
      expect(error).toMatchObject({
        cause: { name: "DatabaseTimeout", statement: "platform/idempotency-key.claimIdempotencyKey" },
      });
    });
    expect(pay.calls).toBe(1);
  });

  test("that was committed earlier is refused, and nothing is changed", async ({ proxied, paid }) => {
    await proxied.withTransaction(payment(), { idempotencyKey: key });
    const again = payment();
    expect(await thrownBy(proxied.withTransaction(again, { idempotencyKey: key }))).toBeInstanceOf(AlreadyCommitted);
    expect([again.calls, await paid()]).toEqual([0, 1]);
    await proxied.withTransaction(payment(), { idempotencyKey: "test/pay/2" });
    expect(await paid()).toBe(2);
  });

  test("that fails leaves no key: it can be tried again", async ({ proxied, paid }) => {
    const fail = () => proxied.withTransaction((t) => run(t, "SELECT 1 / 0"), { idempotencyKey: key });
    expect(await thrownBy(fail())).toBeInstanceOf(StatementFailed);
    await proxied.withTransaction(payment(), { idempotencyKey: key });
    expect(await paid()).toBe(1);
  });

  test("runs once however many try at the same time", async ({ db: { dataSource }, proxy: _table, paid }) => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => dataSource.withTransaction(payment(), { idempotencyKey: key })),
    );
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(19);
    for (const { reason } of refused as PromiseRejectedResult[]) expect(reason).toBeInstanceOf(AlreadyCommitted);
    expect(await paid()).toBe(1);
  });

  test("whose caller gives up in doubt is still unknown", async ({ proxy, proxied }) => {
    const abort = new AbortController();
    proxy.once("COMMIT\0", "cut answer");
    const work = proxied.withTransaction(
      async (transaction) => {
        const id = await payment()(transaction);
        proxy.once("idempotency_keys", "stall");
        void eventually(() => proxy.accepted > 1).then(() => abort.abort());
        return id;
      },
      { idempotencyKey: key, signal: abort.signal },
    );
    expect(await thrownBy(work)).toMatchObject({ name: "OutcomeUnknown", cause: { name: "WorkAborted" } });
  });

  test.for([
    [{ idempotencyKey: "" }, /1 to 200 characters/],
    [{ idempotencyKey: "a\0b" }, /NUL/],
    [{ idempotencyKey: "x".repeat(201) }, /this has 201/],
    [{ idempotencyKey: key, readOnly: true }, /read-only/],
  ] as const)("can't have the options %j", async ([options, message], { proxied }) => {
    const error = (await thrownBy(proxied.withTransaction(payment(), options))) as Error;
    expect(error).toBeInstanceOf(DataSourceMisuse);
    expect(error.message).toMatch(message);
  });

  test("has it where the outermost begins, not inside", async ({ proxied, paid }) => {
    const inner = (idempotencyKey: string) =>
      proxied.withTransaction(() => proxied.withTransaction(payment(), { idempotencyKey }), { idempotencyKey: key });
    expect(await thrownBy(inner("test/other"))).toBeInstanceOf(DataSourceMisuse);
    await inner(key);
    expect(await paid()).toBe(1);
  });
});

test("without a key an unknown outcome is never tried again", async ({ proxy, proxied, retries }) => {
  proxy.once("COMMIT\0", "cut answer");
  const pay = payment();
  expect(await thrownBy(proxied.withTransaction(pay))).toBeInstanceOf(OutcomeUnknown);
  expect([pay.calls, retries]).toEqual([1, []]);
});

test("old keys are forgotten, new ones are kept", async ({ db: { dataSource } }) => {
  await dataSource.withConnection((connection) =>
    run(
      connection,
      `INSERT INTO platform.idempotency_keys
       SELECT 'old ' || n, gen_random_uuid(), now() - interval '25 hours' FROM generate_series(1, 1500) AS n
       UNION ALL SELECT 'new', gen_random_uuid(), now() - interval '23 hours'`,
    ),
  );
  expect(await forgetOldKeys(dataSource, 24)).toBe(1500);
  const left = dataSource.withConnection((c) => valueOf(c, "SELECT array_agg(key) FROM platform.idempotency_keys"));
  expect(await left).toEqual(["new"]);
});
