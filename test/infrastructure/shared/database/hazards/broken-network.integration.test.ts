import { describe, expect } from "vitest";
import { DatabaseUnavailable, OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base
  .extend("source", async ({ connect }) => {
    const source = connect({ size: 1 });
    await source.withConnection((connection) => run(connection, "CREATE TABLE things (id int)"));
    return source;
  })
  .extend("proxy", ({ proxyTo }) => proxyTo())
  .extend("proxied", ({ connect, emptyDatabase, proxy, source: _tableExists }) =>
    connect({ url: proxy.url(emptyDatabase.url), size: 1 }),
  );

const insert = (id: number) => `INSERT INTO things VALUES (${id})`;
const faults = ["cut", "cut in the middle", "cut answer", "cut answer in the middle", "half-close"] as const;

describe.for(faults)("a network that makes a %j", (fault) => {
  test.for(["BEGIN", "VALUES (1)", "VALUES (2)", "SAVEPOINT", "VALUES (3)"])(
    "at %j leaves nothing of a transaction, and says so",
    async (marker, { source, proxied, proxy, admin, emptyDatabase }) => {
      proxy.once(marker, fault);
      const work = proxied.withTransaction(async (transaction) => {
        await run(transaction, insert(1));
        await run(transaction, insert(2));
        await proxied.withTransaction((part) => run(part, insert(3)), { savepoint: true });
      });
      expect(await thrownBy(work)).toBeInstanceOf(DatabaseUnavailable);
      expect(proxy.pending).toBe(0);
      const idle = () => countBackends(admin, emptyDatabase.name, "state LIKE 'idle in transaction%'");
      await eventually(async () => (await idle()) === 0);
      expect(await source.withConnection((c) => valueOf(c, "SELECT count(*)::int FROM things"))).toBe(0);
      expect(await proxied.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
    },
  );

  test("at COMMIT leaves all of a transaction or nothing, and says that it doesn't know", async ({
    source,
    proxied,
    proxy,
    admin,
    emptyDatabase,
  }) => {
    proxy.once("COMMIT\0", fault);
    const work = proxied.withTransaction(async (transaction) => {
      await run(transaction, insert(1));
      await run(transaction, insert(2));
    });
    expect(await thrownBy(work)).toBeInstanceOf(OutcomeUnknown);
    await eventually(async () => (await countBackends(admin, emptyDatabase.name, "state <> 'idle'")) === 0);
    const stored = await source.withConnection((c) => valueOf(c, "SELECT count(*)::int FROM things"));
    expect(stored).toBe(fault.startsWith("cut answer") || fault === "half-close" ? 2 : 0);
  });

  test("while logging in is DatabaseUnavailable", async ({ proxied, proxy }) => {
    proxy.once("application_name", fault);
    await expect(proxied.withConnection(async () => 7)).rejects.toThrow(DatabaseUnavailable);
    expect(await proxied.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
  });
});
