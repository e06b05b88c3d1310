import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { readConnectionSettings } from "#infrastructure/shared/database/connection-settings.ts";

const limits = {
  connectTimeout: 1,
  statementTimeout: 2,
  lockTimeout: 3,
  idleInTransactionTimeout: 4,
  silenceTimeout: 6,
  transactionTimeout: 0,
};
const settingsOf = (url: string) => readConnectionSettings(url, limits);
const read = (url: string) => settingsOf(url).servers[0]!;

describe("a database URL", () => {
  test("says host, port, database, user and password, each decoded", () => {
    expect(read("postgres://me%40home:p%2Fw%25@db.example:6543/my%20data")).toMatchObject({
      host: "db.example",
      port: 6543,
      database: "my data",
      user: "me@home",
      password: "p/w%",
      socket: { host: "db.example", port: 6543 },
      address: "db.example:6543/my data",
    });
  });

  test("leaves out what has a default", () => {
    expect(read("postgresql://")).toMatchObject({
      host: "localhost",
      port: 5432,
      database: "postgres",
      user: "postgres",
    });
    expect(read("postgres://me@somewhere")).toMatchObject({ host: "somewhere", database: "me" });
  });

  test("may hold an IPv6 address or the directory of a Unix socket", () => {
    expect(read("postgres://me@[::1]:6543/some")).toMatchObject({ socket: { host: "::1", port: 6543 } });
    expect(read("postgres:///some?host=/run/pg")).toMatchObject({ socket: { path: "/run/pg/.s.PGSQL.5432" } });
  });

  test("may name several hosts, of which the primary is meant unless it says another", () => {
    const { servers, target } = settingsOf("postgres://me:secret@a:1,[::1]:2,c/some?sslmode=disable");
    expect(servers.map(({ address }) => address)).toEqual(["a:1/some", "::1:2/some", "c:5432/some"]);
    expect(servers.map(({ user, password }) => [user, password])).toEqual(servers.map(() => ["me", "secret"]));
    expect(target).toBe("primary");
    expect(settingsOf("postgres://a/some").target).toBe("any");
    for (const asked of ["any", "primary", "standby"])
      expect(settingsOf(`postgres://a,b/some?target_session_attrs=${asked}`).target).toBe(asked);
  });

  test.for(["read-write", "read-only", "prefer-standby"])("doesn't take target_session_attrs=%s", (asked) => {
    expect(() => read(`postgres://a,b/some?target_session_attrs=${asked}`)).toThrow(
      `must be any, primary, standby, but is "${asked}": for a server that takes writes say primary`,
    );
  });

  test("says by sslmode whether the connection is encrypted and verified", () => {
    const tlsOf = (mode: string) => read(`postgres://db.example/some?sslmode=${mode}`).tls;
    expect(tlsOf("disable")).toBe(false);
    expect(tlsOf("no-verify")).toMatchObject({ verify: false });
    expect(tlsOf("require")).toMatchObject({ verify: true });
    expect(tlsOf("verify-full")).toMatchObject({ verify: true });
    for (const mode of ["prefer", "allow", "verify-ca"])
      expect(() => tlsOf(mode)).toThrow(`must be disable, no-verify, require, verify-full, but is "${mode}" (it would`);
  });

  test("means a verified connection unless it stays on this machine", () => {
    for (const host of ["db", "db.example", "10.0.0.7", "[::2]"])
      expect(read(`postgres://${host}/some`).tls, host).toMatchObject({ verify: true });
    for (const host of ["", "localhost", "127.0.0.1", "127.1.2.3", "[::1]", "%2Frun%2Fpg"])
      expect(read(`postgres://${host}/some`).tls, host).toBe(false);
  });

  test("may name the files of certificates", () => {
    const url = "postgres://db/some?sslrootcert=/a.pem&sslcert=/b.pem&sslkey=/c.pem";
    const files = { rootCertificate: "/a.pem", certificate: "/b.pem", key: "/c.pem" };
    expect(read(url).tls).toEqual({ verify: true, ...files });
    expect(read("postgres://db/some?sslrootcert=system").tls).toMatchObject({ rootCertificate: undefined });
    expect(() => read("postgres://db/some?sslcert=/b.pem")).toThrow("must set sslcert and sslkey together");
  });

  test("may hold the channel_binding of hosted providers, which changes nothing", () => {
    const url = "postgres://me@db.example/some?sslmode=require";
    expect(read(`${url}&channel_binding=require`)).toEqual(read(url));
  });

  test.for([
    "",
    "localhost:5432/some",
    "mysql://localhost/some",
    "postgres://me:s3cret@:5432/some",
    "postgres://me:s3cret@a:1,,b:2/some",
    "postgres://me:s3cret@a:1:2/some",
    "postgres://me:s3cret@a:70000/some",
    "postgres://me:s3cret@[::1/some",
    "postgres://me:s3cret@localhost/some#more",
    "postgres://me:s3cret@localhost/some?pgbouncer=yes",
    "postgres://me:s3cret%zz@localhost/some",
    "postgres://me:s3cret@localhost/some?target_session_attrs=best",
  ])("that can't be understood is refused without its password: %j", (url) => {
    expect(() => read(url)).toThrow(TypeError);
    expect(() => read(url)).not.toThrow(/s3cret/);
  });
});

test("the limits are the session's from its start, 0 as 0, and times are in UTC", () => {
  expect(read("postgres://db/some?application_name=mine").startupParameters).toEqual({
    application_name: "mine",
    TimeZone: "UTC",
    statement_timeout: "2",
    lock_timeout: "3",
    idle_in_transaction_session_timeout: "4",
    transaction_timeout: "0",
  });
});

test("who is connected can be told by application_name, the end of a long host name too", () => {
  const name = read("postgres://db/some").startupParameters["application_name"]!;
  expect(name).toMatch(new RegExp(`^plinth, process ${process.pid} on .`));
  expect(hostname()).toContain(name.split(" on ")[1]!);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
});

test("through a pooler only what it takes is sent at the start", () => {
  expect(Object.keys(read("postgres://db/some?pgbouncer=true").startupParameters)).toEqual([
    "application_name",
    "TimeZone",
  ]);
  expect(read("postgres://db/some?pgbouncer=true").pooled).toBe(true);
  expect(read("postgres://db/some?pgbouncer=false").pooled).toBe(false);
});
