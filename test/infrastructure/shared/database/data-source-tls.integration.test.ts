import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import tls from "node:tls";
import { describe, expect } from "vitest";
import { readConnectionSettings } from "#infrastructure/shared/database/connection-settings.ts";
import { PostgresSession } from "#infrastructure/shared/database/postgres-session.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";
import { certificate } from "#test/support/certificate.ts";
import { test as base } from "#test/support/data-source-fixtures.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends, killBackends } from "#test/support/kill-backend.ts";
import { thrownBy } from "#test/support/thrown-by.ts";

const limits = {
  connectTimeout: 2_000,
  statementTimeout: 0,
  lockTimeout: 0,
  idleInTransactionTimeout: 0,
  transactionTimeout: 0,
};
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Ends TLS in front of the real server, as the server does it: after a request in plain text. */
const test = base.extend("secureUrl", async ({ emptyDatabase }, { onCleanup }) => {
  const target = new URL(emptyDatabase.url);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    sockets.add(client.on("error", () => undefined));
    client.once("data", (request: Buffer) => {
      if (!request.equals(sslRequest)) return void client.end();
      client.write("S");
      const secure = new tls.TLSSocket(client, { isServer: true, ...certificate });
      const upstream = net.connect({ host: target.hostname, port: Number(target.port) });
      sockets.add(upstream.on("error", () => client.destroy()));
      secure.on("error", () => client.destroy());
      secure.pipe(upstream).pipe(secure);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onCleanup(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return (mode: string) => `${url.href}?sslmode=${mode}`;
});

const open = (url: string, ca?: string) => {
  const settings = readConnectionSettings(url, limits);
  const trusted = ca === undefined || settings.tls === false ? settings.tls : { ...settings.tls, ca };
  return PostgresSession.open({ ...settings, tls: trusted }, () => undefined);
};

const whole = statement("SELECT repeat('x', 200000) AS text");

describe("TLS", () => {
  test("carries statements where nobody is verified", async ({ secureUrl }) => {
    const session = await open(secureUrl("no-verify"));
    const { rows } = await session.execute(whole, [], { once: false });
    expect(rows).toEqual([{ text: "x".repeat(200_000) }]);
    await session.close();
    expect(session.closed).toBe(true);
  });

  test("verifies the certificate by the name or the address in the URL", async ({ secureUrl }) => {
    const session = await open(secureUrl("verify-full"), certificate.cert);
    expect((await session.control("SELECT 7 AS n")).rows).toEqual([{ n: 7 }]);
    session.destroy();
    const other = secureUrl("require").replace("127.0.0.1", "localhost");
    await expect(open(other, certificate.cert)).rejects.toThrow(/No connection .*altnames/);
  });

  test("refuses a certificate that nobody has vouched for", async ({ secureUrl }) => {
    for (const mode of ["require", "verify-full"]) {
      await expect(open(secureUrl(mode)), mode).rejects.toThrow(/No connection .*self-signed certificate/);
    }
  });

  test("is demanded of a server that doesn't offer it", async ({ emptyDatabase }) => {
    await expect(open(`${emptyDatabase.url}?sslmode=require`)).rejects.toThrow(/the server does not offer TLS/);
  });

  test("that the server hangs up on rejects what runs", async ({ secureUrl, admin, emptyDatabase }) => {
    const session = await open(secureUrl("no-verify"));
    const running = session.execute(statement("SELECT pg_sleep(60)"), [], { once: false });
    const lost = thrownBy(running);
    await eventually(async () => (await countBackends(admin, emptyDatabase.name, "state = 'active'")) === 1);
    await killBackends(admin, emptyDatabase.name);
    expect(await lost).toMatchObject({ sqlState: "57P01" });
    expect(session.closed).toBe(true);
  });
});
