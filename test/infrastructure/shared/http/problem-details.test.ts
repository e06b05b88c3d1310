import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { describe, expect, test } from "vitest";
import {
  ConcurrencyConflict,
  Conflict,
  Forbidden,
  InvalidValue,
  NotFound,
  Unauthenticated,
} from "#domain/shared/domain-error.ts";
import {
  AcquireTimeout,
  AlreadyCommitted,
  DatabaseTimeout,
  DatabaseUnavailable,
  DataSourceMisuse,
  NotCommitted,
  OutcomeUnknown,
  StatementFailed,
  TransactionConflict,
  UnexpectedRowCount,
  WorkAborted,
} from "#infrastructure/shared/database/errors.ts";
import { answering, problemIn, startServer } from "./support.ts";

class EmailInvalid extends InvalidValue {
  readonly code = "email-invalid";
}
class UserNotFound extends NotFound {
  readonly code = "user-not-found";
}
class EmailAlreadyTaken extends Conflict {
  readonly code = "email-already-taken";
}
class CredentialsWrong extends Unauthenticated {
  readonly code = "credentials-wrong";
}
class NotYours extends Forbidden {
  readonly code = "not-yours";
}

const sql = "SELECT password_hash FROM identity.users";
const cause = new Error(sql);
const internal = { status: 500, code: "internal-error", level: 50 };
const unavailable = { status: 503, code: "database-unavailable", level: 40, retryAfter: "1" };

const table: readonly { error: unknown; status: number; code: string; level?: number; retryAfter?: string }[] = [
  { error: new EmailInvalid("x is no e-mail address"), status: 422, code: "email-invalid" },
  { error: new UserNotFound("There is no user 1"), status: 404, code: "user-not-found" },
  { error: new EmailAlreadyTaken("a@b.c is taken"), status: 409, code: "email-already-taken" },
  { error: new CredentialsWrong("Wrong"), status: 401, code: "credentials-wrong" },
  { error: new NotYours("Not yours"), status: 403, code: "not-yours" },
  { error: new ConcurrencyConflict("User 1", 1, 2), status: 412, code: "concurrency-conflict" },
  { error: new DatabaseUnavailable(sql, { cause }), ...unavailable },
  { error: new AcquireTimeout(sql), ...unavailable, code: "overloaded" },
  { error: new TransactionConflict(sql), status: 503, code: "too-much-contention", level: 40, retryAfter: "1" },
  { error: new DatabaseTimeout(sql), status: 503, code: "database-timeout", level: 40, retryAfter: "1" },
  { error: new OutcomeUnknown(sql), status: 503, code: "outcome-unknown", level: 40 },
  { error: new AlreadyCommitted(sql), status: 409, code: "already-done" },
  { error: new WorkAborted(sql), status: 503, code: "request-aborted", level: 40 },
  { error: new StatementFailed(sql, { cause }), ...internal },
  { error: new NotCommitted(sql), ...internal },
  { error: new UnexpectedRowCount(sql, "one row", 2), ...internal },
  { error: new DataSourceMisuse(sql), ...internal },
  { error: new Error(sql), ...internal },
  { error: Object.assign(new Error(sql), { statusCode: 404 }), ...internal },
  { error: sql, ...internal },
  { error: undefined, ...internal },
];

const throwing = (error: unknown) => (): FastifyPluginAsyncTypebox => async (app) => {
  app.get("/", { schema: answering(Type.Object({})) }, async () => {
    throw error;
  });
};

describe("a route that throws", () => {
  const cases = table.map((row) => ({ ...row, name: row.error instanceof Error ? row.error.name : String(row.error) }));

  test.for(cases)("$name answers $status $code", async ({ error, status, code, level, retryAfter }) => {
    const { url, logs } = await startServer({ routes: throwing(error) });
    const response = await fetch(url);
    const problem = await problemIn(response);
    expect(problem).toMatchObject({ status, type: `/problems/${code}`, instance: "/" });
    expect(JSON.stringify(problem)).not.toContain("SELECT");
    expect(response.headers.get("retry-after")).toBe(retryAfter ?? null);
    expect(response.headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
    const failures = logs.filter(({ msg }) => msg === "request failed");
    expect(failures.map((line) => line["level"])).toEqual(level === undefined ? [] : [level]);
  });

  test("a domain error passes on its message and a title made of its code", async () => {
    const { url } = await startServer({ routes: throwing(new EmailAlreadyTaken("a@b.c is taken")) });
    expect(await problemIn(await fetch(url))).toMatchObject({ title: "Email already taken", detail: "a@b.c is taken" });
  });

  test("an unknown error is logged in full under the id that the answer carries", async () => {
    const { url, logs } = await startServer({ routes: throwing(new Error("inside", { cause })) });
    const { requestId } = await problemIn(await fetch(url));
    const line = logs.find(({ msg }) => msg === "request failed");
    expect(line).toMatchObject({ requestId, err: { type: "Error", message: `inside: ${sql}` } });
  });
});
