import { describe, expect } from "vitest";
import { DatabaseError, OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base
  .extend("source", async ({ connect }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int)"));
    return source;
  })
  .extend("proxy", ({ proxyTo }) => proxyTo())
  .extend("proxied", ({ connect, emptyDatabase, proxy, source: _tableExists }) =>
    connect({ url: proxy.url(emptyDatabase.url), size: 1, statementTimeout: 5_000, silenceTimeout: 1_000 }),
  );

const insert = "INSERT INTO things VALUES (1)";

/** Nothing is closed, so only a clock of our own can tell. */
describe("a network on which nothing comes any more", { concurrent: true }, () => {
  test("during a statement of a transaction fails it in time, and nothing is stored", async ({
    source,
    proxied,
    proxy,
  }) => {
    const work = proxied.withTransaction(async (transaction) => {
      await run(transaction, insert);
      proxy.once("SELECT 8", "stall");
      await run(transaction, "SELECT 8");
    });
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).not.toBeInstanceOf(OutcomeUnknown);
    expect(await source.withConnection((c) => valueOf(c, "SELECT count(*)::int FROM things"))).toBe(0);
    expect(await proxied.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
  });

  test("during a write outside a transaction is OutcomeUnknown in time", async ({ proxied, proxy }) => {
    proxy.once("INSERT INTO things", "stall");
    expect(await thrownBy(proxied.withConnection((c) => run(c, insert)))).toBeInstanceOf(OutcomeUnknown);
    expect(await proxied.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
  });

  test("during BEGIN fails in time", async ({ proxied, proxy }) => {
    proxy.once("BEGIN", "stall");
    const error = await thrownBy(proxied.withTransaction((transaction) => run(transaction, insert)));
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).not.toBeInstanceOf(OutcomeUnknown);
  });

  test("during COMMIT is OutcomeUnknown in time", async ({ proxied, proxy }) => {
    proxy.once("COMMIT\0", "stall");
    const work = proxied.withTransaction((transaction) => run(transaction, insert));
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    expect(await proxied.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
  });

  test("during COMMIT is OutcomeUnknown, and never WorkAborted, when the work is aborted meanwhile", async ({
    proxied,
    proxy,
  }) => {
    proxy.once("COMMIT\0", "stall");
    const abort = new AbortController();
    const work = thrownBy(proxied.withTransaction((t) => run(t, insert), { signal: abort.signal }));
    await eventually(() => proxy.pending === 0);
    abort.abort();
    expect(await work).toBeInstanceOf(OutcomeUnknown);
  });

  test("during ROLLBACK doesn't hide the error of the work, nor keep its connection", async ({
    source,
    proxied,
    proxy,
  }) => {
    proxy.once("ROLLBACK\0", "stall");
    const work = proxied.withTransaction(async (transaction) => {
      await run(transaction, insert);
      throw new Error("mine");
    });
    await expect(work).rejects.toThrow("mine");
    expect(await proxied.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
    expect(await source.withConnection((c) => valueOf(c, "SELECT count(*)::int FROM things"))).toBe(0);
  });

  test("while it logs out doesn't keep close() from settling", async ({ proxied, proxy }) => {
    await proxied.withConnection((c) => valueOf(c, "SELECT 7"));
    proxy.strike("stall", 0);
    await proxied.close();
    await expect(proxied.withConnection(async () => 7)).rejects.toThrow("The DataSource is closed.");
  });
});
