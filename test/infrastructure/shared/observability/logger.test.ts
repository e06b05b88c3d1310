import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";

function logged(fields: object): string {
  let output = "";
  const destination = { write: (line: string) => (output += line) };
  createLogger({ environment: "production", log: { level: "info" } }, destination).info(fields, "line");
  return output;
}

describe("a log line blanks secrets", () => {
  const names = ["authorization", "cookie", "set-cookie", "password", "currentPassword", "newPassword", "passwordHash"];
  const tokens = ["token", "accessToken", "refreshToken", "tokenHash", "refreshTokenHash", "secret"];

  test.for([...names, ...tokens])("%s", (name) => {
    const secret = { [name]: "hunter2" };
    const err = Object.assign(new Error("failed"), { config: { headers: secret } });
    const nested = [{ body: secret }, { req: { headers: secret } }, { a: { b: { c: secret } } }, { list: [secret] }];
    for (const fields of [secret, ...nested, { err }, { [name.toUpperCase()]: "hunter2" }, { [name]: ["hunter2"] }]) {
      const line = logged(fields);
      expect(line).not.toContain("hunter2");
      expect(line).toContain("[redacted]");
    }
  });

  test("but nothing else, and leaves what it was given as it was", () => {
    const fields = { user: { name: "Ada", passwordless: true, token: "t" }, at: new Date(0), none: null, list: [1] };
    expect(JSON.parse(logged(fields))).toMatchObject({
      user: { name: "Ada", passwordless: true, token: "[redacted]" },
      at: "1970-01-01T00:00:00.000Z",
      none: null,
      list: [1],
    });
    expect(fields.user.token).toBe("t");
  });

  test("and survives what refers to itself", () => {
    const circle: Record<string, unknown> = { token: "hunter2" };
    circle["self"] = circle;
    expect(logged({ circle })).toContain("[redacted]");
    expect(logged({ circle })).not.toContain("hunter2");
  });

  test("also those of the configuration", () => {
    const secret = "0123456789abcdef0123456789abcdef";
    const configuration = loadConfiguration({ TOKEN_SECRET: secret, DATABASE_URL: "postgres://u:hunter2@h/d" });
    expect(logged({ configuration })).not.toMatch(/hunter2|0123456789abcdef/);
    expect(logged(configuration)).not.toMatch(/hunter2|0123456789abcdef/);
  });
});

test("a log line has what an error came from, but nothing that PostgreSQL said", () => {
  const driver = Object.assign(new Error("Key (email)=(ada@example.com) exists"), { detail: "ada@example.com" });
  const failed = new StatementFailed("identity/user.insertUser failed: 23505", { sqlState: "23505", cause: driver });
  const line = logged({ err: new Error("registering failed", { cause: failed }) });
  expect(line).toContain("registering failed: identity/user.insertUser failed: 23505");
  expect(line).toMatch(/"stack":"Error: registering failed\\n {4}at .*caused by: StatementFailed: .*\\n {4}at /);
  expect(line).not.toContain("ada@example.com");
  expect(logged({ err: failed })).toMatch(/"type":"StatementFailed".*"sqlState":"23505"/);
  expect(logged({ err: failed })).not.toContain("ada@example.com");
  expect(failed.cause, "the error itself stays as it was").toBe(driver);
});

test("standard output gets JSON where it is no terminal, with the time in ISO 8601", async () => {
  const script = `
    import { createLogger } from "#infrastructure/shared/observability/logger.ts";
    createLogger({ environment: "development", log: { level: "info" } }).info({ password: "hunter2" }, "hello");
    process.exit(0);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  const { time, password, msg } = JSON.parse(stdout) as Record<string, string>;
  expect([msg, password]).toEqual(["hello", "[redacted]"]);
  expect(new Date(time ?? "").toISOString()).toBe(time);
});
