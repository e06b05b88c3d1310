import postgres from "postgres";
import { describe, expect, test } from "vitest";
import {
  DatabaseTimeout,
  DatabaseUnavailable,
  DataSourceMisuse,
  StatementFailed,
  TransactionConflict,
} from "#infrastructure/shared/database/errors.ts";
import { ConnectionLost, readLastWords, toDatabaseError } from "#infrastructure/shared/database/postgres-errors.ts";

const refused = (code: string, message = "said the server", more: object = {}) =>
  Object.assign(new postgres.PostgresError({ message } as never), { code }, more);

describe("what PostgreSQL or the driver reports becomes", () => {
  test.for([
    ["40001", TransactionConflict],
    ["40P01", TransactionConflict],
    ["40002", StatementFailed],
    ["55P03", DatabaseTimeout],
    ["25P03", DatabaseTimeout],
    ["25P04", DatabaseTimeout],
    ["57P01", DatabaseUnavailable],
    ["57P03", DatabaseUnavailable],
    ["53300", DatabaseUnavailable],
    ["08006", DatabaseUnavailable],
    ["08P01", StatementFailed],
    ["23505", StatementFailed],
    ["42P01", StatementFailed],
  ] as const)("for %s one of our own errors", ([code, type]) => {
    const cause = refused(code);
    const error = toDatabaseError(cause, "test.some");
    expect(error.constructor).toBe(type);
    expect(error).toMatchObject({ sqlState: code, statement: "test.some", cause });
    expect(error.message).toMatch(/^test\.some\b/);
    expect(error.message).toContain(`(${code})`);
  });

  test("a timeout only where the server's own limit cancelled the statement", () => {
    const limit = refused("57014", "canceling statement due to statement timeout");
    const user = refused("57014", "canceling statement due to user request");
    const inGerman = refused("57014", "storniere Anfrage wegen Zeitüberschreitung der Anfrage");
    expect(toDatabaseError(limit, "test.some")).toBeInstanceOf(DatabaseTimeout);
    expect(toDatabaseError(inGerman, "test.some"), "lc_messages of the server").toBeInstanceOf(DatabaseTimeout);
    expect(toDatabaseError(user, "test.some")).toBeInstanceOf(StatementFailed);
  });

  test("DatabaseUnavailable for a lost connection, not for an answer that can't be read", () => {
    const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    for (const error of [reset, new ConnectionLost("gone")]) {
      expect(toDatabaseError(error, "test.some")).toBeInstanceOf(DatabaseUnavailable);
    }
    const tooLong = Object.assign(new Error("Cannot create a string longer than …"), { code: "ERR_STRING_TOO_LONG" });
    for (const error of [new RangeError("too large"), tooLong]) {
      expect(toDatabaseError(error, "test.some")).toBeInstanceOf(StatementFailed);
    }
  });

  test("itself when it is one already", () => {
    const error = new DataSourceMisuse("wrong");
    expect(toDatabaseError(error, "test.some")).toBe(error);
  });

  test.for([
    ["22P02", 'invalid input syntax for type uuid: "secret"', {}],
    ["23514", "secret", { constraint_name: "age_check" }],
    ["23502", "secret", { column_name: "age" }],
    ["42601", 'syntax error in tsquery: "secret"', {}],
    ["42P01", 'relation "secret" does not exist', {}],
    ["42501", "secret may not do that", { position: "1", where: "PL/pgSQL function guard() line 3 at RAISE" }],
    ["57P01", "secret", { where: "PL/pgSQL function guard() line 3 at RAISE" }],
    ["40001", "secret", { where: "PL/pgSQL function guard() line 3 at RAISE" }],
    ["55P03", "secret", { where: "PL/pgSQL function guard() line 3 at RAISE" }],
    ["57014", "secret timeout", { where: "PL/pgSQL function guard() line 3 at RAISE" }],
    ["P0001", "secret", { where: "PL/pgSQL function guard() line 3 at RAISE" }],
    ["0A000", 'unit "secret" not supported for type date', {}],
    ["XX000", "secret", {}],
  ] as const)("a message that can't quote a value, whatever PostgreSQL said: %s", ([code, message, more]) => {
    const error = toDatabaseError(refused(code, message, more), "test.some");
    expect(error.message).not.toContain("secret");
    expect(error.cause, "whoever looks for it finds it").toHaveProperty("message", message);
  });

  test("what PostgreSQL said where it speaks of the statement's text or of itself", () => {
    const said = (code: string, message: string, more?: object) =>
      toDatabaseError(refused(code, message, more), "test.some").message;
    expect(said("42P01", 'relation "users" does not exist', { position: "15" })).toBe(
      'test.some failed: relation "users" does not exist (42P01).',
    );
    expect(said("57P01", "terminating connection due to administrator command")).toContain("administrator command");
    expect(said("23505", "...", { constraint_name: "users_email_key" })).toBe(
      "test.some failed: it violates users_email_key (23505).",
    );
  });
});

describe("the server's last words", () => {
  const message = (type: string, ...fields: string[]) => {
    const body = Buffer.from(`${fields.map((field) => `${field}\0`).join("")}\0`);
    const head = Buffer.alloc(5);
    head.write(type);
    head.writeUInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const goodbye = message("E", "SFATAL", "VFATAL", "C25P03", "Mtime is over", "Fpostgres.c");

  test("are the error with which it hangs up, alone or behind other messages", () => {
    for (const chunk of [goodbye, Buffer.concat([message("N", "SWARNING", "MEEE"), goodbye])]) {
      expect(readLastWords(chunk)).toMatchObject({ code: "25P03", message: "time is over" });
    }
  });

  test("are none where the last message is something else", () => {
    const mild = message("E", "SERROR", "VERROR", "C22012", "Mdivision by zero");
    const ready = Buffer.from([90, 0, 0, 0, 5, 73]);
    for (const chunk of [undefined, Buffer.alloc(0), Buffer.from("E"), mild, ready, Buffer.concat([goodbye, ready])]) {
      expect(readLastWords(chunk)).toBeUndefined();
    }
  });
});
