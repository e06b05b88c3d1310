import { relative } from "node:path";
import type pg from "pg";
import { describeDirt } from "./dirty-database.ts";
import { readHistory } from "./migration-history.ts";
import type { PreparedStep } from "./prepared-step.ts";

/** A migration failed. Nothing of its file was kept, unless the message says what; those before it were. */
export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
}

/** What to do about some of PostgreSQL's errors, by their code. */
export const advice: Readonly<Partial<Record<string, string>>> = {
  "55P03": "Another session held a lock that this migration needs: see pg_stat_activity.",
  "25001": 'To run the file without a transaction, begin it with "-- migrate: no-transaction".',
  "25006": "This server is a standby, or only to be read: set DATABASE_MIGRATION_URL to the primary.",
  "42501":
    "Migrations must run as who owns the tables and may create schemas: set DATABASE_MIGRATION_URL to the URL of that " +
    "role. DATABASE_URL stays the service's own (docs/decisions/database-roles.md).",
};

/**
 * Describes why a file failed: place, PostgreSQL's message, detail and hint, what is left, what to do.
 *
 * @param client the connection that it failed on
 */
export async function migrationFailed(client: pg.Client, step: PreparedStep, cause: unknown): Promise<MigrationFailed> {
  const { message, detail, hint, where, code, position } = cause as Partial<pg.DatabaseError>;
  const left: Left = step.statements
    ? await leftOfStatements(client)
    : { text: "Nothing of this file was kept. Mend it, then start again." };
  const place = position ? placeOf(step.sql, offsetOf(step, left.statement) + Number(position)) : "";
  const lines = [
    `${relative(process.cwd(), step.file)}${place}: ${message || String(cause)}${code ? ` (${code})` : ""}`,
    detail && `Detail: ${detail}`,
    hint && `Hint: ${hint}`,
    where && `Where: ${where}`,
    advice[code ?? ""],
    left.text,
  ];
  return new MigrationFailed(lines.filter(Boolean).join("\n"), { cause });
}

interface Left {
  readonly text: string;
  /** Of a file that is run statement by statement: the one that failed, from 1. */
  readonly statement?: number;
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
