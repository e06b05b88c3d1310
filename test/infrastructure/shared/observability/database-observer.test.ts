import { describe, expect, test } from "vitest";
import {
  AcquireTimeout,
  StatementFailed,
  TransactionConflict,
  WorkAborted,
} from "#infrastructure/shared/database/errors.ts";
import { createDatabaseObserver } from "#infrastructure/shared/observability/database-observer.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { requestScope } from "#infrastructure/shared/observability/request-scope.ts";

function observe(slowStatementMs: number, showValues = false) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ environment: "test", log: { level: "debug" } }, destination);
  return { observer: createDatabaseObserver({ logger, slowStatementMs, showValues }), logger, lines };
}

const name = "identity/user.findUser";
const [debug, warn] = [20, 40];

describe("a statement", () => {
  test("is logged by its name, with its duration and rows, at debug", () => {
    const { observer, lines } = observe(1000);
    observer.statementStarted(name)({ rows: 2 });
    expect(lines).toEqual([expect.objectContaining({ level: debug, statement: name, rows: 2, msg: "statement" })]);
    expect(lines[0]?.["durationMs"]).toBeTypeOf("number");
  });

  test("is warned about when it was slow", () => {
    const { observer, lines } = observe(0);
    observer.statementStarted(name)({ rows: 2 });
    expect(lines).toEqual([expect.objectContaining({ level: warn, statement: name, msg: "slow statement" })]);
  });

  test("that failed is warned about, without what PostgreSQL said about values", () => {
    const { observer, lines } = observe(1000);
    const cause = new Error('invalid input syntax for type uuid: "secret"');
    const error = new StatementFailed("refused", { cause, sqlState: "22P02", statement: name });
    observer.statementStarted(name)({ error });
    expect(lines).toEqual([
      expect.objectContaining({ level: warn, statement: name, sqlState: "22P02", error: "StatementFailed" }),
    ]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });

  test("keeps its name in the line when the error has none", () => {
    const { observer, lines } = observe(1000);
    observer.statementStarted(name)({ error: new AcquireTimeout("no connection") });
    expect(lines).toEqual([expect.objectContaining({ statement: name, error: "AcquireTimeout" })]);
  });

  test("that a constraint refused is an expected answer, at debug", () => {
    const { observer, lines } = observe(1000);
    const error = new StatementFailed("refused", { sqlState: "23505", constraint: "users_email_key" });
    observer.statementStarted(name)({ error });
    expect(lines).toEqual([expect.objectContaining({ level: debug, constraint: "users_email_key" })]);
  });

  test("that PostgreSQL skipped because an earlier one failed is no news, at debug", () => {
    const { observer, lines } = observe(1000);
    observer.statementStarted(name)({ error: new StatementFailed("aborted", { sqlState: "25P02" }) });
    expect(lines).toEqual([expect.objectContaining({ level: debug, sqlState: "25P02" })]);
  });

  test("inside a request carries the request's id, after awaits too", async () => {
    const { observer, logger, lines } = observe(1000);
    const scope = { logger: logger.child({ requestId: "r1" }), signal: new AbortController().signal };
    await requestScope.run(scope, async () => {
      await Promise.resolve();
      observer.statementStarted(name)({ rows: 1 });
    });
    observer.statementStarted(name)({ rows: 1 });
    expect(lines.map((line) => line["requestId"])).toEqual(["r1", undefined]);
  });
});

describe("the values of a statement", () => {
  const parameters = ["email", "passwordHash"];
  const values = ["ada@example.com", "argon2"];
  const cause = Object.assign(new Error("duplicate key"), { detail: "Key (email)=(ada@example.com) exists." });
  const error = new StatementFailed("refused", { cause, sqlState: "23505" });

  test("are not logged, nor what PostgreSQL said about them", () => {
    const { observer, lines } = observe(0);
    observer.statementStarted(name, parameters, values)({ rows: 1 });
    observer.statementStarted(name, parameters, values)({ error });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain("ada@example.com");
  });

  test("are logged when that is asked for, but no secrets", () => {
    const { observer, lines } = observe(0, true);
    observer.statementStarted(name, parameters, values)({ rows: 1 });
    observer.statementStarted(name, parameters, values)({ error });
    const shown = { email: "ada@example.com", passwordHash: "[redacted]" };
    expect(lines).toEqual([
      expect.objectContaining({ values: shown }),
      expect.objectContaining({ values: shown, postgres: { message: "duplicate key", detail: cause.detail } }),
    ]);
  });
});

test("a statement that was aborted with its request is no news", () => {
  const { observer, lines } = observe(1000);
  observer.statementStarted(name)({ error: new WorkAborted("aborted") });
  expect(lines).toEqual([expect.objectContaining({ level: debug, error: "WorkAborted" })]);
});

test("a connection that is held for long is warned about, with the id of its request", async () => {
  const { observer, logger, lines } = observe(1000);
  const scope = { logger: logger.child({ requestId: "r1" }), signal: new AbortController().signal };
  const heldTooLong = requestScope.run(scope, () => observer.connectionAcquired?.(0));
  heldTooLong?.({ milliseconds: 1234.5, statement: name, takenAt: ["at readUser (user.ts:1:1)"] });
  expect(lines).toEqual([
    expect.objectContaining({ level: 40, requestId: "r1", heldMs: 1235, takenAt: ["at readUser (user.ts:1:1)"] }),
  ]);
});

test("work that gets no connection is warned about, with who holds them; not each of many at once", () => {
  const { observer, lines } = observe(1000);
  const error = new AcquireTimeout("No connection became free: held by a.b for 5 s.");
  for (let count = 0; count < 100; count++) observer.acquireFailed?.(error, 5000);
  expect(lines).toEqual([
    expect.objectContaining({ level: 40, error: "AcquireTimeout", waitedMs: 5000, reason: error.message }),
  ]);
});

test("a transaction that runs again is warned about", () => {
  const { observer, lines } = observe(1000);
  observer.transactionRetried(2, new TransactionConflict("deadlock", { sqlState: "40P01", statement: name }));
  expect(lines).toEqual([
    expect.objectContaining({
      level: warn,
      attempt: 2,
      sqlState: "40P01",
      statement: name,
      error: "TransactionConflict",
    }),
  ]);
});
