import type { IsolationLevel, TransactionOptions } from "./data-source.ts";
import { DataSourceMisuse } from "./errors.ts";

const strength: readonly IsolationLevel[] = ["read committed", "repeatable read", "serializable"];

/** @throws DataSourceMisuse for options that no transaction can have */
export function refuseImpossible(options: TransactionOptions): void {
  const { isolation, attempts, readOnly, idempotencyKey } = options;
  if (isolation !== undefined && !strength.includes(isolation)) {
    throw new DataSourceMisuse(`isolation must be one of ${strength.join(", ")}, but is ${JSON.stringify(isolation)}.`);
  }
  if (attempts !== undefined && !(attempts >= 1)) {
    throw new DataSourceMisuse(`attempts must be 1 or more, but is ${attempts}.`);
  }
  if (idempotencyKey !== undefined && !/^[^\0]{1,200}$/s.test(idempotencyKey)) {
    throw new DataSourceMisuse(
      `An idempotencyKey must have 1 to 200 characters, none of them NUL, but this has ${idempotencyKey.length}.`,
    );
  }
  if (idempotencyKey !== undefined && readOnly === true) {
    throw new DataSourceMisuse("A read-only transaction can't write its idempotencyKey: leave out one of the two.");
  }
  for (const name of ["statementTimeout", "lockTimeout", "idleInTransactionTimeout", "transactionTimeout"] as const) {
    const limit = options[name];
    // PostgreSQL's settings are int4; BEGIN must not fail, because statements travel with it.
    if (limit !== undefined && !(limit >= 0 && limit <= 2_147_483_647)) {
      throw new DataSourceMisuse(`${name} must be from 0 (no limit) to 2147483647 milliseconds, but is ${limit}.`);
    }
  }
}

/** @throws DataSourceMisuse when a transaction of what is `asked` can't be a part of the `running` one */
export function refuseToJoin(running: TransactionOptions, asked: TransactionOptions): void {
  const isolation = running.isolation ?? "read committed";
  if (asked.isolation !== undefined && strength.indexOf(asked.isolation) > strength.indexOf(isolation)) {
    throw new DataSourceMisuse(
      `A ${asked.isolation} transaction can't join one that is ${isolation}: ask for it where the outermost begins.`,
    );
  }
  if (running.readOnly === true && asked.readOnly !== true) {
    throw new DataSourceMisuse(
      "A transaction that writes can't join one that is read-only, as each read from a replica is: begin it outside.",
    );
  }
  if (asked.idempotencyKey !== undefined && asked.idempotencyKey !== running.idempotencyKey) {
    throw new DataSourceMisuse(
      "A transaction that joins another can't have an idempotencyKey of its own: give it where the outermost begins.",
    );
  }
}

/** BEGIN with the limits that hold until its end. */
export function beginText(options: TransactionOptions): string {
  const { isolation = "read committed", readOnly = false } = options;
  const { statementTimeout, lockTimeout, idleInTransactionTimeout, transactionTimeout } = options;
  const set = (name: string, limit: number | undefined) =>
    limit === undefined ? "" : `; SET LOCAL ${name} = ${Math.ceil(limit)}`;
  return [
    `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()} READ ${readOnly ? "ONLY" : "WRITE"}`,
    set("statement_timeout", statementTimeout),
    set("lock_timeout", lockTimeout),
    set("idle_in_transaction_session_timeout", idleInTransactionTimeout),
    // PostgreSQL doesn't set a clock that runs already: it has to be stopped first.
    set("transaction_timeout", transactionTimeout === undefined ? undefined : 0),
    set("transaction_timeout", transactionTimeout),
  ].join("");
}
