import { describe, expect, test } from "vitest";
import { readConnectionSettings } from "#infrastructure/shared/database/connection-settings.ts";

const limits = {
  connectTimeout: 1,
  statementTimeout: 2,
  lockTimeout: 3,
  idleInTransactionTimeout: 4,
  transactionTimeout: 0,
};
const read = (url: string) => readConnectionSettings(url, limits);

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
      tls: false,
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

  test("says by sslmode whether the connection is encrypted and verified", () => {
    const tlsOf = (mode: string) => read(`postgres://db.example/some?sslmode=${mode}`).tls;
    expect(tlsOf("disable")).toBe(false);
    expect(tlsOf("no-verify")).toEqual({ rejectUnauthorized: false });
    expect(tlsOf("require")).toEqual({ rejectUnauthorized: true });
    expect(tlsOf("verify-full")).toEqual({ rejectUnauthorized: true });
    expect(() => tlsOf("prefer")).toThrow(/must be disable, no-verify, require or verify-full, but is "prefer"/);
  });

  test.for([
    "",
    "localhost:5432/some",
    "mysql://localhost/some",
    "postgres://me:s3cret@:5432/some",
    "postgres://me:s3cret@a:1,b:2/some",
    "postgres://me:s3cret%zz@localhost/some",
    "postgres://me:s3cret@localhost/some?target_session_attrs=primary",
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
  expect(read("postgres://db/some").startupParameters["application_name"]).toBe("plinth");
});
