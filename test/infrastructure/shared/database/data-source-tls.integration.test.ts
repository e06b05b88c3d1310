import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { statement, valueOf } from "#test/support/ad-hoc-statement.ts";
import { certificate } from "#test/support/certificate.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { type ConfiguredServer, startConfiguredServer } from "#test/support/configured-server.ts";
import { startProxy } from "#test/support/proxy.ts";
import { makeRunDirectory } from "#test/support/run-directory.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

/** A real server with TLS, to which the role `database` comes by showing its certificate, and by nothing else. */
const test = base.extend("secure", { scope: "file" }, async ({}, { onCleanup }) => {
  const directory = await makeRunDirectory();
  const server = await startConfiguredServer(directory.path, "secure");
  onCleanup(async () => {
    await server.end("SIGINT");
    directory.remove();
  });
  const files = { root: join(directory.path, "root.pem"), key: join(directory.path, "client.pem") };
  writeFileSync(files.root, certificate.cert);
  writeFileSync(files.key, certificate.key);
  const admin = await server.connect();
  await demandTls(server, (text) => admin.query(text));
  await admin.end();
  const url = (query: string, { user = "plinth", host = "127.0.0.1" } = {}) =>
    `postgres://${user}@${host}:${server.port}/postgres${query}`;
  return { server, files, url };
});

async function demandTls({ cluster }: ConfiguredServer, run: (text: string) => Promise<unknown>): Promise<void> {
  const { uid, gid } = statSync(cluster);
  for (const [name, text] of Object.entries({ "server.crt": certificate.cert, "server.key": certificate.key })) {
    writeFileSync(join(cluster, name), text);
    chownSync(join(cluster, name), uid, gid);
    chmodSync(join(cluster, name), 0o600);
  }
  const rules = join(cluster, "pg_hba.conf");
  writeFileSync(rules, `hostssl all database 127.0.0.1/32 cert\n${readFileSync(rules, "utf8")}`);
  await run("CREATE ROLE database LOGIN");
  await run("ALTER SYSTEM SET ssl_ca_file = 'server.crt'");
  await run("ALTER SYSTEM SET ssl = on");
  await run("SELECT pg_reload_conf()");
}

const version = "SELECT coalesce(version, 'none') FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

describe("TLS", () => {
  test("carries statements where nobody is verified", async ({ secure, connect }) => {
    const source = connect({ url: secure.url("?sslmode=no-verify") });
    await source.withConnection(async (connection) => {
      expect(await valueOf(connection, version)).toBe("TLSv1.3");
      expect(await valueOf(connection, "SELECT repeat('x', 200000)")).toBe("x".repeat(200_000));
    });
  });

  test("verifies the certificate by the name or the address in the URL", async ({ secure, connect }) => {
    for (const mode of ["require", "verify-full"]) {
      const query = `?sslmode=${mode}&sslrootcert=${secure.files.root}`;
      const source = connect({ url: secure.url(query) });
      expect(await source.withConnection((connection) => valueOf(connection, version))).toBe("TLSv1.3");
      const byName = connect({ url: secure.url(query, { host: "localhost" }) });
      await expect(byName.withConnection(async () => undefined)).rejects.toThrow(/No connection .*altnames/);
    }
  });

  test("refuses a certificate that nobody has vouched for", async ({ secure, connect }) => {
    for (const mode of ["require", "verify-full"]) {
      const source = connect({ url: secure.url(`?sslmode=${mode}`) });
      const refused = source.withConnection(async () => undefined);
      await expect(refused, mode).rejects.toThrow(/No connection .*self-signed certificate/);
    }
  });

  test("shows a certificate of our own where the server asks for one", async ({ secure, connect }) => {
    const { root, key } = secure.files;
    const user = { user: "database" };
    const without = connect({ url: secure.url(`?sslmode=require&sslrootcert=${root}`, user) });
    await expect(without.withConnection(async () => undefined)).rejects.toThrow(/valid client certificate/);
    const source = connect({
      url: secure.url(`?sslmode=require&sslrootcert=${root}&sslcert=${root}&sslkey=${key}`, user),
    });
    expect(await source.withConnection((connection) => valueOf(connection, "SELECT current_user"))).toBe("database");
  });

  test("is verified for migrations in the same way", async ({ secure }) => {
    const client = await connectPlainly(secure.url(`?sslmode=verify-full&sslrootcert=${secure.files.root}`), "test");
    expect((await client.query(version)).rows).toEqual([{ coalesce: "TLSv1.3" }]);
    await client.end();
    await expect(connectPlainly(secure.url("?sslmode=require"), "test")).rejects.toThrow(/self-signed certificate/);
  });

  test("says which file it could not read", async ({ secure, connect }) => {
    const source = connect({ url: secure.url("?sslmode=require&sslrootcert=/nowhere/root.pem") });
    const failed = source.withConnection(async () => undefined);
    await expect(failed).rejects.toThrow(/sslrootcert in the database URL must name a file .*\/nowhere\/root\.pem/);
  });

  test("is demanded of a server that doesn't offer it", async ({ emptyDatabase, connect }) => {
    const source = connect({ url: `${emptyDatabase.url}?sslmode=require` });
    const refused = source.withConnection(async () => undefined);
    await expect(refused).rejects.toThrow(/the server does not offer TLS/);
  });

  test("carries the request to cancel a statement too", async ({ secure, connect }) => {
    const { root, key } = secure.files;
    const proxy = await startProxy(secure.server.url);
    const abort = new AbortController();
    const query = `?sslmode=require&sslrootcert=${root}&sslcert=${root}&sslkey=${key}`;
    const source = connect({ url: proxy.url(secure.url(query, { user: "database" })) });
    const admin = await secure.server.connect();
    const work = source.withConnection((connection) => connection.execute(statement("SELECT pg_sleep(60)"), []), {
      signal: abort.signal,
    });
    const failure = thrownBy(work);
    const ours = "wait_event = 'PgSleep' AND usename = 'database'";
    await eventually(async () => (await countBackends(admin, "postgres", ours)) === 1);
    // Its length and the first byte of its code, where everybody on the way could read them.
    proxy.once("\0\0\0\x10\x04", "stall");
    abort.abort();
    expect(await failure).toMatchObject({ name: "WorkAborted", cause: { sqlState: "57014" } });
    expect(proxy.accepted, "the request has a connection of its own").toBeGreaterThan(1);
    expect(proxy.pending, "nobody could read it").toBe(1);
    await admin.end();
    await proxy.close();
  });

  test("that the server hangs up on rejects what runs", async ({ secure, connect }) => {
    const source = connect({ url: secure.url("?sslmode=no-verify") });
    const admin = await secure.server.connect();
    const running = source.withConnection((connection) => connection.execute(statement("SELECT pg_sleep(60)"), []));
    const lost = thrownBy(running);
    // Not only active: so it was when it logged in, too.
    const sleeps = "wait_event = 'PgSleep'";
    await eventually(async () => (await countBackends(admin, "postgres", sleeps)) === 1);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${sleeps}`);
    expect(await lost).toMatchObject({ sqlState: "57P01" });
    await admin.end();
  });
});
