import { relative } from "node:path";
import type pg from "pg";
import { describeDirt } from "./dirty-database.ts";
import { readHistory } from "./migration-history.ts";
import type { PreparedStep } from "./prepared-step.ts";

/** A migration failed. Nothing of its file was kept, unless the message says so; those before it were. */
export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
}

const lockNotAvailable = "55P03";
const invalidTransactionTermination = "2D000";
const activeTransaction = "25001";

/**
 * Describes why a file failed: place, PostgreSQL's message, detail and hint, what is left, what to do.
 *
 * @param client the connection that it failed on: afterwards no transaction is open
 */
export async function migrationFailed(client: pg.Client, step: PreparedStep, cause: unknown): Promise<MigrationFailed> {
  const { message, detail, hint, where, code, position } = cause as Partial<pg.DatabaseError>;
  const left = step.statements ? await leftOfStatements(client) : await leftOfTransaction(client, code);
  const place = position ? placeOf(step.sql, offsetOf(step, left.statement) + Number(position)) : "";
  const lines = [
    `${relative(process.cwd(), step.file)}${place}: ${message || String(cause)}${code ? ` (${code})` : ""}`,
    detail && `Detail: ${detail}`,
    hint && `Hint: ${hint}`,
    where && !left.brokeOut && `Where: ${where}`,
    code === lockNotAvailable && "Another session held a lock that this migration needs: see pg_stat_activity.",
    code === activeTransaction && 'To run the file without a transaction, begin it with "-- migrate: no-transaction".',
    left.text,
  ];
  return new MigrationFailed(lines.filter(Boolean).join("\n"), { cause });
}

interface Left {
  readonly text: string;
  /** The file has ended the transaction that it was run in. */
  readonly brokeOut?: boolean;
  /** Of a file that is run statement by statement: the one that failed, from 1. */
  readonly statement?: number;
}

async function leftOfTransaction(client: pg.Client, code: string | undefined): Promise<Left> {
  // A session whose transaction has failed refuses everything but its end.
  const ended = await client.query("SELECT").then(
    () => true,
    () => false,
  );
  if (!ended && code !== invalidTransactionTermination) {
    return { text: "Nothing of this file was kept. Mend it, then start again." };
  }
  return {
    brokeOut: true,
    text:
      "The file holds a BEGIN, COMMIT or ROLLBACK, so what it did before that is still there. " +
      "Each file is run in a transaction already: remove them, and undo by hand what was committed.",
  };
}

async function leftOfStatements(client: pg.Client): Promise<Left> {
  try {
    await client.query("ROLLBACK; RESET SESSION AUTHORIZATION; RESET ALL");
    const history = await readHistory(client, []);
    if (history.dirty === undefined) return { text: "Nothing of this file was run. Mend it, then start again." };
    return { text: await describeDirt(client, history.dirty, history), statement: history.dirty.statement };
  } catch (error) {
    return { text: `How far it has come can't be read (${(error as Error).message}): the next \`up\` will say it.` };
  }
}

function offsetOf({ statements }: PreparedStep, statement = 0): number {
  return statements?.[statement - 1]?.offset ?? 0;
}

/** `:line:column`, both from 1. PostgreSQL counts characters, JavaScript UTF-16 units. */
function placeOf(sql: string, position: number): string {
  const before = [...sql].slice(0, position - 1).join("");
  const lineStart = before.lastIndexOf("\n") + 1;
  return `:${before.split("\n").length}:${[...before.slice(lineStart)].length + 1}`;
}
