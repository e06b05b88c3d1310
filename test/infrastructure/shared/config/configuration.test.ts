import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { ConfigurationError } from "#infrastructure/shared/config/configuration-error.ts";

const secret = "0123456789abcdef0123456789abcdef";
const production = {
  NODE_ENV: "production",
  PUBLIC_URL: "https://example.com/",
  DATABASE_URL: "postgres://app:hunter2@db:5432/app",
  TOKEN_SECRET: secret,
  MAIL_URL: "smtps://app:hunter2@mail:465",
  MAIL_FROM: "App <app@example.com>",
};

function faultsOf(environment: Record<string, string>): ConfigurationError {
  try {
    loadConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("Expected a ConfigurationError, but the configuration was accepted.");
}

describe("the configuration", () => {
  test("needs nothing outside production", () => {
    const { environment, http, database, mail, metrics, log } = loadConfiguration({});
    expect({ environment, http, database, mail, metrics, log }).toEqual({
      environment: "development",
      http: {
        host: "127.0.0.1",
        port: 3000,
        publicUrl: "http://localhost:3000",
        corsOrigins: [],
        trustProxy: false,
        rateLimitPerMinute: 600,
        logInRateLimitPerMinute: 10,
        shutdownTimeoutMs: 10_000,
      },
      database: {
        url: undefined,
        migrationUrl: undefined,
        whenNewer: "continue",
        poolSize: 10,
        acquireTimeoutMs: 5000,
        statementTimeoutMs: 15_000,
        slowStatementMs: 200,
        leakWarningMs: 30_000,
        showValues: false,
      },
      mail: { url: undefined, from: "Plinth <no-reply@localhost>" },
      metrics: { port: undefined, host: "127.0.0.1" },
      log: { level: "info" },
    });
  });

  test("shows the values of parameters where that is asked for, says so, and never in production", () => {
    const { database, notices } = loadConfiguration({ DATABASE_SHOW_VALUES: "true" });
    expect(database.showValues).toBe(true);
    expect(notices).toContainEqual(expect.stringContaining("DATABASE_SHOW_VALUES is true"));
    expect(loadConfiguration({ ...production, DATABASE_SHOW_VALUES: "false" }).database.showValues).toBe(false);
    expect(faultsOf({ ...production, DATABASE_SHOW_VALUES: "true" }).message).toContain(
      'DATABASE_SHOW_VALUES: expected one of true, false; in production only false, but "true" came',
    );
  });

  test("is what the environment says", () => {
    const { http, database, tokens, mail, notices } = loadConfiguration({
      ...production,
      PORT: "0",
      CORS_ORIGINS: "https://a.example, https://b.example:8443",
      TRUST_PROXY: "10.0.0.0/8,loopback,::1",
    });
    expect(http).toMatchObject({
      port: 0,
      publicUrl: "https://example.com",
      corsOrigins: ["https://a.example", "https://b.example:8443"],
      trustProxy: "10.0.0.0/8,loopback,::1",
    });
    expect(database.url?.reveal()).toBe(production.DATABASE_URL);
    expect(tokens.secret?.reveal()).toBe(secret);
    expect(mail.url?.reveal()).toBe(production.MAIL_URL);
    expect(notices).toEqual([]);
  });

  test("takes empty text for not set, and other variables for none of its business", () => {
    const empty = { PORT: "", DATABASE_URL: " ", MAIL_URL: "", TOKEN_SECRET: "", HOME: "/" };
    const { http, database } = loadConfiguration(empty);
    expect([http.port, database.url]).toEqual([3000, undefined]);
  });

  test("keeps what is made up in the project, wherever it is started, or where it is told", () => {
    const root = join(import.meta.dirname, "../../../..");
    expect(loadConfiguration({}).dataDirectory).toBe(join(root, ".data"));
    expect(loadConfiguration({ DATA_DIRECTORY: "/srv/data" }).dataDirectory).toBe("/srv/data");
  });

  test("knows another way to the database for migrations, and where its password is kept", () => {
    const direct = "postgres://app:hunter2@db/app";
    const { database } = loadConfiguration({ DATABASE_MIGRATION_URL: direct, DATABASE_PASSWORD_FILE: "/run/password" });
    expect(database.migrationUrl?.reveal()).toBe(direct);
    expect(database.passwordFile).toBe("/run/password");
    expect(loadConfiguration({}).database).toMatchObject({ migrationUrl: undefined, passwordFile: undefined });
    expect(faultsOf({ DATABASE_MIGRATION_URL: "mysql://u:hunter2@h/d" }).message).not.toContain("hunter2");
  });

  test("may write mails into the log, also in production when asked to", () => {
    const { mail, notices } = loadConfiguration({ ...production, MAIL_URL: "log:" });
    expect(mail.url).toBeUndefined();
    expect(notices.join()).toContain("mails are written into the log");
  });

  test("can't be changed, at any depth", () => {
    const configuration = loadConfiguration(production);
    expect(() => Object.assign(configuration.http, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(configuration.http.corsOrigins, ["*"])).toThrow(TypeError);
  });

  test("never shows a secret, however it is printed", () => {
    const configuration = loadConfiguration(production);
    const shown = [JSON.stringify(configuration), inspect(configuration, { depth: 9, showHidden: true })];
    shown.push(String(configuration.tokens.secret), String(configuration.database.url));
    for (const text of shown) expect(text).not.toMatch(/hunter2|0123456789abcdef/);
    expect(shown[0]).toContain("[secret]");
  });
});

describe("a wrong environment", () => {
  test("in production lacks every secret and address at once", () => {
    expect(faultsOf({ NODE_ENV: "production" }).faults.map(({ name }) => name)).toEqual([
      "PUBLIC_URL",
      "DATABASE_URL",
      "TOKEN_SECRET",
      "MAIL_URL",
      "MAIL_FROM",
    ]);
  });

  test("is reported whole, with what was expected and what came", () => {
    const { message } = faultsOf({
      ...production,
      PORT: "70000",
      LOG_LEVEL: "loud",
      DATABASE_POOL_SIZE: "1.5",
      MAIL_URL: "",
    });
    expect(message.split("\n").slice(1)).toEqual([
      '  PORT: expected a whole number from 0 to 65535, but "70000" came',
      '  DATABASE_POOL_SIZE: expected a whole number from 1 to 1000, but "1.5" came',
      '  LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, but "loud" came',
      "  MAIL_URL: expected a URL such as smtp://user:password@host:587, or log: to write mails into the log, but it is not set",
    ]);
  });

  test("is reported without the secrets that are wrong", () => {
    const { message } = faultsOf({
      TOKEN_SECRET: "hunter2",
      DATABASE_URL: "mysql://u:hunter2@h/d",
      MAIL_URL: "hunter2",
    });
    expect(message).not.toContain("hunter2");
    expect(message).toContain("TOKEN_SECRET: expected text of at least 32 characters, but something else came");
    expect(message).toContain("DATABASE_URL: expected a URL such as postgres://");
  });

  test.for([
    ["NODE_ENV", "prod"],
    ["PORT", "-1"],
    ["PORT", "80a"],
    ["PORT", "0x50"],
    ["PORT", "1e3"],
    ["PUBLIC_URL", "example.com"],
    ["PUBLIC_URL", "ftp://example.com"],
    ["CORS_ORIGINS", "*"],
    ["CORS_ORIGINS", "https://a.example/path"],
    ["CORS_ORIGINS", "https://a.example,b.example"],
    ["TRUST_PROXY", "true"],
    ["TRUST_PROXY", "1"],
    ["TRUST_PROXY", "10.0.0.0/33"],
    ["TRUST_PROXY", "proxy.internal"],
    ["RATE_LIMIT_PER_MINUTE", "0"],
    ["MAIL_URL", "smtp://"],
    ["MAIL_URL", "http://mail"],
    ["DATABASE_URL", "localhost:5432"],
    ["DATABASE_URL", "postgres://me@db/some?sslmode=prefer"],
  ])("is %s=%s", ([name = "", value = ""]) => {
    expect(faultsOf({ [name]: value }).faults.map((fault) => fault.name)).toEqual([name]);
  });
});
