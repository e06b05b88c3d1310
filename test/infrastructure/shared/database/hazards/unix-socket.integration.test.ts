import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { DatabaseUnavailable, WorkAborted } from "#infrastructure/shared/database/errors.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends, killBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const test = base.extend("source", async ({ emptyDatabase, connect }, { onCleanup }) => {
  const directory = mkdtempSync(join(tmpdir(), "plinth-socket-"));
  const { hostname, port, username } = new URL(emptyDatabase.url);
  const server = net.createServer((client) => {
    const upstream = net.connect({ host: hostname, port: Number(port || 5432) });
    client.on("error", () => upstream.destroy()).pipe(upstream);
    upstream.on("error", () => client.destroy()).pipe(client);
  });
  server.listen(join(directory, ".s.PGSQL.5432"));
  await once(server, "listening");
  onCleanup(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });
  return connect({ url: `postgres://${username}@localhost/${emptyDatabase.name}?host=${directory}`, size: 1 });
});

describe("over a Unix socket", () => {
  test("a transaction is committed", async ({ source }) => {
    await source.withTransaction((transaction) => run(transaction, "CREATE TABLE things (id int)"));
    expect(await source.withConnection((c) => valueOf(c, "SELECT count(*)::int FROM things"))).toBe(0);
  });

  test("a running statement is cancelled on the server", async ({ source, admin, emptyDatabase }) => {
    const abort = new AbortController();
    const sleep = "SELECT pg_sleep(60)";
    const work = thrownBy(source.withTransaction((t) => run(t, sleep), { signal: abort.signal }));
    const running = () => countBackends(admin, emptyDatabase.name, "wait_event = 'PgSleep'");
    await eventually(async () => (await running()) === 1);
    abort.abort();
    expect(await work).toBeInstanceOf(WorkAborted);
    await eventually(async () => (await running()) === 0);
  });

  test("a lost connection is replaced", async ({ source, admin, emptyDatabase }) => {
    const lost = source.withTransaction(async (transaction) => {
      await run(transaction, "SELECT 1");
      await killBackends(admin, emptyDatabase.name);
      await run(transaction, "SELECT 2");
    });
    expect(await thrownBy(lost)).toBeInstanceOf(DatabaseUnavailable);
    expect(await source.withConnection((c) => valueOf(c, "SELECT 7"))).toBe(7);
  });
});
