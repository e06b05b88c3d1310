import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect } from "vitest";
import { DatabaseUnavailable, StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { run, valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { deadPort } from "#test/support/free-port.ts";
import { startProxy } from "#test/support/proxy.ts";
import { test } from "#test/support/replicated-servers.ts";
import { startTransactionPooler } from "#test/support/transaction-pooler.ts";

const port = "SELECT current_setting('port')::int";
const nothing = async () => undefined;

describe("of several hosts", () => {
  test("the one is taken that the URL asks for, wherever it stands", async ({ servers, connect }) => {
    const { primary, standby, urlOf } = servers;
    const found = (ports: number[], query: string) =>
      connect({ url: urlOf(ports, query) }).withConnection((connection) => valueOf(connection, port));
    for (const ports of [
      [primary.port, standby.port],
      [standby.port, primary.port],
    ]) {
      expect(await found(ports, ""), "without target_session_attrs").toBe(primary.port);
      expect(await found(ports, "?target_session_attrs=primary")).toBe(primary.port);
      expect(await found(ports, "?target_session_attrs=standby")).toBe(standby.port);
      expect(await found(ports, "?target_session_attrs=any")).toBe(ports[0]);
    }
  });

  test("one where nobody listens, and one that never answers, are passed over", async ({
    servers,
    connect,
    silent,
  }) => {
    const url = servers.urlOf([deadPort, silent, servers.primary.port]);
    const source = connect({ url, connectTimeout: 6_000, acquireTimeout: 20_000 });
    expect(await source.withConnection((connection) => valueOf(connection, port))).toBe(servers.primary.port);
  });

  test("none that will do is an error that tells about each", async ({ servers, connect, silent }) => {
    const url = servers.urlOf([deadPort, silent, servers.standby.port]);
    const failed = connect({ url, connectTimeout: 6_000, acquireTimeout: 20_000 }).withConnection(nothing);
    await expect(failed).rejects.toThrow(DatabaseUnavailable);
    await expect(failed).rejects.toThrow(
      new RegExp(
        `No host in the database URL is a primary to be reached: .*:${deadPort}/.*ECONNREFUSED.*` +
          `${silent}.* did not let us in within .*${servers.standby.port}/postgres is a standby, but a primary was asked for`,
      ),
    );
  });

  test("what no other try would change is told after the first", async ({ servers, connect, onTestFinished }) => {
    const proxy = await startProxy(servers.primary.url);
    onTestFinished(() => proxy.close());
    const behind = Number(new URL(proxy.url(servers.primary.url)).port);
    const url = servers.urlOf([behind, behind]).replace(/postgres$/, "no_such_database");
    const failed = connect({ url }).withConnection(nothing);
    await expect(failed).rejects.toThrow(/database "no_such_database" does not exist/);
    expect(proxy.accepted).toBe(2);
  });

  test("work waits until one will do", async ({ servers, connect, onTestFinished }) => {
    const proxy = await startProxy(servers.primary.url);
    onTestFinished(() => proxy.close());
    proxy.refusing = true;
    const url = servers.urlOf([Number(new URL(proxy.url(servers.primary.url)).port), servers.standby.port]);
    const found = connect({ url }).withConnection((connection) => valueOf(connection, port));
    await eventually(() => proxy.accepted > 1);
    proxy.refusing = false;
    expect(await found).toBe(servers.primary.port);
  });

  test("work waits for one to be promoted, also while another refuses us for good", async ({
    servers,
    connect,
    onTestFinished,
  }) => {
    const proxy = await startProxy(servers.primary.url);
    onTestFinished(() => proxy.close());
    proxy.refusing = true;
    let refused = 0;
    const refusal = "SFATAL\0VFATAL\0C28000\0Mno pg_hba.conf entry for host\0\0";
    const head = Buffer.from("E0000");
    head.writeUInt32BE(4 + refusal.length, 1);
    const refusing = createServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.end(Buffer.concat([head, Buffer.from(refusal)])));
      refused++;
    }).listen(0, "127.0.0.1");
    await once(refusing, "listening");
    onTestFinished(() => void refusing.close());
    const behindProxy = Number(new URL(proxy.url(servers.primary.url)).port);
    const url = servers.urlOf([(refusing.address() as AddressInfo).port, behindProxy]);
    const found = connect({ url }).withConnection((connection) => valueOf(connection, port));
    await Promise.race([eventually(() => refused > 1 && proxy.accepted > 1), found]);
    proxy.refusing = false;
    expect(await found).toBe(servers.primary.port);
  });

  test("migrations take the primary", async ({ servers }) => {
    const { primary, standby, urlOf } = servers;
    const client = await connectPlainly(urlOf([deadPort, standby.port, primary.port]), "test");
    expect((await client.query(port)).rows).toEqual([{ current_setting: primary.port }]);
    await client.end();
    const failed = connectPlainly(urlOf([deadPort, standby.port]), "test");
    await expect(failed).rejects.toThrow(/ECONNREFUSED[^]*is not a primary/);
  });
});

describe("a server that takes no writes any more", () => {
  test("is left with all of its connections, and nothing was done there", async ({
    servers,
    connect,
    onTestFinished,
  }) => {
    const pooler = await startTransactionPooler(servers.primary.url);
    onTestFinished(() => pooler.close());
    const source = connect({ url: pooler.url(servers.primary.url) });
    const write = () => source.withTransaction((transaction) => run(transaction, "CREATE TABLE written (n int)"));
    await Promise.all([1, 2, 3].map(() => source.withTransaction((transaction) => run(transaction, "SELECT 1"))));
    await eventually(() => source.pool.idle === 3);
    pooler.switchTo(servers.standby.url);
    const refused = write();
    await expect(refused).rejects.toThrow(DatabaseUnavailable);
    await expect(refused).rejects.toThrow(/The server takes no writes .*Nothing was written/);
    expect(source.pool).toMatchObject({ idle: 0, lent: 0 });
    pooler.switchTo(servers.primary.url);
    await write();
    await source.withTransaction((transaction) => run(transaction, "DROP TABLE written"));
  });

  test("by a default of its own is left too", async ({ emptyDatabase, admin, connect }) => {
    const source = connect();
    await admin.query(`ALTER DATABASE ${emptyDatabase.name} SET default_transaction_read_only = on`);
    const refused = source.withConnection((connection) => run(connection, "CREATE TABLE written (n int)"));
    await expect(refused).rejects.toThrow(/The server takes no writes \(cannot execute CREATE TABLE/);
    expect(source.pool).toMatchObject({ idle: 0, lent: 0 });
  });

  test("is not found in a read-only transaction that work with a connection has made", async ({ connect }) => {
    const source = connect({ size: 2 });
    const refused = source.withConnection(async (connection) => {
      await run(connection, "SELECT 1");
      await source.withTransaction((transaction) => run(transaction, "CREATE TABLE written (n int)"), {
        readOnly: true,
      });
    });
    await expect(refused).rejects.toThrow(StatementFailed);
    expect(source.pool.idle).toBe(2);
  });

  test("is not found where only reading was asked for", async ({ connect }) => {
    const source = connect();
    const refused = source.withTransaction((transaction) => run(transaction, "CREATE TABLE written (n int)"), {
      readOnly: true,
    });
    await expect(refused).rejects.toThrow(/read-only transaction \(25006\)/);
    expect(source.pool.idle).toBe(1);
  });
});

test("pg_stat_activity shows who is connected", async ({ emptyDatabase, admin, connect }) => {
  await connect().withConnection((connection) => run(connection, "SELECT 1"));
  const { rows } = await admin.query("SELECT application_name FROM pg_stat_activity WHERE datname = $1", [
    emptyDatabase.name,
  ]);
  expect(rows).toEqual([{ application_name: expect.stringMatching(`^plinth, process ${process.pid} on .`) }]);
});
