import { setTimeout as pause } from "node:timers/promises";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { exec, many, type Statement } from "#infrastructure/shared/database/statement.ts";
import type { Random } from "#test/support/random.ts";
import type { Writes } from "./writes.ts";

const accounts = 64;

export const tables = `
  CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL);
  CREATE TABLE journal (write int, account int, amount int);
  CREATE INDEX ON journal (write);
  INSERT INTO accounts SELECT id, 0 FROM generate_series(0, ${accounts - 1}) AS id`;

const define = (name: string, text: string, ...parameters: string[]): Statement => ({
  name: `soak.${name}`,
  text,
  parameters,
  parameterTypes: parameters.map(() => 23),
});

const add = exec<{ account: number; amount: number }>(
  define("add", "UPDATE accounts SET balance = balance + $2 WHERE id = $1", "account", "amount"),
);
const note = exec<{ write: number; account: number; amount: number }>(
  define("note", "INSERT INTO journal VALUES ($1, $2, $3)", "write", "account", "amount"),
);
const noteTwice = exec<{ write: number }>(
  define("noteTwice", "INSERT INTO journal VALUES ($1, 0, 0), ($1, 1, 0)", "write"),
);
const read = many<{ account: number }, { balance: string }>(
  define("read", "SELECT balance FROM accounts WHERE id <> $1", "account"),
);

/** Writes and reads one after the other until `signal` is given. What each was told goes into `writes`. */
export async function load(source: DataSource, writes: Writes, random: Random, signal: AbortSignal): Promise<void> {
  for (let turn = 0; !signal.aborted; turn++) {
    const write = writes.begin();
    const kind = turn % 10;
    try {
      if (kind === 0) await source.withConnection((connection) => noteTwice(connection, { write }));
      else {
        const options = kind === 1 ? { signal: AbortSignal.timeout(random.below(5)) } : {};
        await source.withTransaction(() => transfer(source, write, random, kind), options);
      }
      writes.end(write, "acknowledged");
    } catch (error) {
      writes.end(write, error instanceof OutcomeUnknown ? "unknown" : "refused");
      // As a caller would: the pool may be waiting for a server that refuses connections.
      await pause(1);
    }
    if (kind === 9)
      await source.withConnection((connection) => read(connection, { account: 0 })).catch(() => undefined);
  }
}

/** Joins the transaction that runs. */
async function transfer(source: DataSource, write: number, random: Random, kind: number): Promise<void> {
  // In ascending order, else most of the load would be deadlocks; these come with every tenth.
  const drawn = [random.below(accounts), random.below(accounts)].toSorted((a, b) => (kind === 2 ? b - a : a - b));
  const [first = 0, second = 0] = drawn;
  await source.withTransaction(async (transaction) => {
    const answers = [
      note(transaction, { write, account: first, amount: -1 }),
      add(transaction, { account: first, amount: -1 }),
    ];
    for (const answer of answers) answer.catch(() => undefined);
    if (kind === 6) transaction.commitWith(answers);
    if (kind !== 3) await Promise.all(answers);
    await source.withTransaction(
      (part) =>
        Promise.all([note(part, { write, account: second, amount: 1 }), add(part, { account: second, amount: 1 })]),
      { savepoint: kind === 4 },
    );
    await Promise.all(answers);
  });
  if (kind === 5 && write % 7 === 0) throw new Error("refused by the work itself");
}
