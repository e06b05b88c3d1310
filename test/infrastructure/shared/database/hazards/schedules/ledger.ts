import type pg from "pg";
import { exec, one } from "#infrastructure/shared/database/statement.ts";
import type { Statement } from "#infrastructure/shared/database/statement.ts";
import { accounts } from "./plan.ts";

/** One row of the journal: `amount` went from one account to another. */
export interface Entry {
  readonly entry: number;
  readonly source: number;
  readonly target: number;
  readonly amount: number;
}

/** What the database holds. */
export interface Stored {
  readonly entries: readonly Entry[];
  /** By account. */
  readonly balances: readonly number[];
}

/** Neither journal nor accounts refuse anything: a row that is stored twice is to be seen. */
export const tables = `
  CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL);
  CREATE TABLE journal (entry int, source int, target int, amount int);
  INSERT INTO accounts SELECT id, 0 FROM generate_series(0, ${accounts - 1}) AS id`;

const define = (name: string, text: string, ...parameters: string[]): Statement => ({
  name: `schedule.${name}`,
  text,
  parameters,
  parameterTypes: parameters.map(() => 23),
});

export const writeEntry = exec<Entry>(
  define("writeEntry", "INSERT INTO journal VALUES ($1, $2, $3, $4)", "entry", "source", "target", "amount"),
);
export const add = exec<{ account: number; amount: number }>(
  define("add", "UPDATE accounts SET balance = balance + $2 WHERE id = $1", "account", "amount"),
);
export const lockBalance = one<{ account: number }, { balance: number }>(
  define("lockBalance", "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", "account"),
);
export const readBalance = one<{ account: number }, { balance: number }>(
  define("readBalance", "SELECT balance FROM accounts WHERE id = $1", "account"),
);
export const setBalance = exec<{ account: number; balance: number }>(
  define("setBalance", "UPDATE accounts SET balance = $2 WHERE id = $1", "account", "balance"),
);
/** Both in one statement, for outside a transaction. */
export const transferAtOnce = exec<Entry>(
  define(
    "transferAtOnce",
    `WITH written AS (INSERT INTO journal VALUES ($1, $2, $3, $4))
     UPDATE accounts SET balance = balance + CASE WHEN $2 = $3 THEN 0 WHEN id = $2 THEN -$4 ELSE $4 END WHERE id IN ($2, $3)`,
    "entry",
    "source",
    "target",
    "amount",
  ),
);
export const refused = one<object, object>(define("refused", "SELECT 1 / 0 AS impossible"));
export const sleep = one<{ milliseconds: number }, object>(
  define("sleep", "SELECT 1 AS slept FROM pg_sleep($1 / 1000.0)", "milliseconds"),
);
export const seven = one<object, { seven: number }>(define("seven", "SELECT 7 AS seven"));

/** Reads all that is stored. */
export async function readLedger(client: pg.Client): Promise<Stored> {
  const { rows: entries } = await client.query<Entry>("SELECT entry, source, target, amount FROM journal");
  const { rows } = await client.query<{ balance: number }>("SELECT balance FROM accounts ORDER BY id");
  return { entries, balances: rows.map(({ balance }) => balance) };
}
