import { describe, expect } from "vitest";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { exec } from "#infrastructure/shared/database/statement.ts";
import { run, statement } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base.extend("source", ({ connect }) => connect({ size: 1 }));

const fail = exec(statement("INSERT INTO nothing VALUES (1)", [], "test.fail"));

/** As a repository does it: the test is about finding this function in the error's stack. */
async function callerOf(work: () => Promise<unknown>): Promise<void> {
  await Promise.resolve();
  await work();
}

describe("the stack of an error names its caller", () => {
  const cases: Readonly<Record<string, (source: DataSource) => Promise<unknown>>> = {
    "of a statement": (source) => source.withConnection((connection) => fail(connection)),
    "of a statement in a transaction": (source) => source.withTransaction((transaction) => fail(transaction)),
    "of a statement at a savepoint": (source) =>
      source.withTransaction(() => source.withTransaction((part) => fail(part), { savepoint: true })),
    "of a COMMIT": (source) =>
      source.withTransaction(async (transaction) => {
        await run(transaction, "CREATE TEMPORARY TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        await run(transaction, "INSERT INTO late VALUES (1), (1)");
      }),
    "of impossible options": (source) => source.withTransaction(async () => undefined, { attempts: 0 }),
  };

  test.for(Object.entries(cases))("%s", async ([, work], { source }) => {
    const error = (await thrownBy(callerOf(() => work(source)))) as Error;
    expect(error.stack).toMatch(/at (async )?callerOf \(.*data-source-stacks\.integration\.test\.ts:\d+/);
  });

  test("that waited in vain for a connection", async ({ source }) => {
    const finish = Promise.withResolvers<void>();
    const holder = source.withConnection(() => finish.promise);
    await eventually(() => source.pool.lent === 1);
    const error = (await thrownBy(
      callerOf(() => source.withConnection(async () => undefined, { acquireTimeout: 10 })),
    )) as Error;
    expect(error.stack).toMatch(/^AcquireTimeout: No connection became free[^]*at (async )?callerOf/);
    finish.resolve();
    await holder;
  });

  test("that found no server", async ({ connect }) => {
    const nowhere = connect({ url: "postgres://localhost:1/none" });
    const error = (await thrownBy(callerOf(() => nowhere.withConnection(async () => undefined)))) as Error;
    expect(error.stack).toMatch(/^DatabaseUnavailable: [^]*at (async )?callerOf/);
  });
});

test("an error tells the statement, SQLSTATE and constraint", async ({ source }) => {
  await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int PRIMARY KEY)"));
  const insert = exec(statement("INSERT INTO things VALUES (1), (1)", [], "test.insert"));
  const error = await thrownBy(source.withConnection((connection) => insert(connection)));
  expect(error).toMatchObject({ statement: "test.insert", sqlState: "23505", constraint: "things_pkey" });
});
