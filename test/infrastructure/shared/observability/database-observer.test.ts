import { describe, expect, test } from "vitest";
import { AcquireTimeout, StatementFailed, TransactionConflict } from "#infrastructure/shared/database/errors.ts";
import { createDatabaseObserver } from "#infrastructure/shared/observability/database-observer.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { requestLogger } from "#infrastructure/shared/observability/request-scope.ts";

function observe(slowStatementMs: number) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ environment: "test", log: { level: "debug" } }, destination);
  return { observer: createDatabaseObserver({ logger, slowStatementMs }), logger, lines };
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
    await requestLogger.run(logger.child({ requestId: "r1" }), async () => {
      await Promise.resolve();
      observer.statementStarted(name)({ rows: 1 });
    });
    observer.statementStarted(name)({ rows: 1 });
    expect(lines.map((line) => line["requestId"])).toEqual(["r1", undefined]);
  });
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
