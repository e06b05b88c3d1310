import { relative } from "node:path";
import type { DatabaseError } from "pg";
import type { Migration } from "./migration-files.ts";

/** A migration failed. Nothing of its file was kept, unless the message says so; those before it were. */
export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
}

const lockNotAvailable = "55P03";
const invalidTransactionTermination = "2D000";

/**
 * Describes the failure of an up file: place, PostgreSQL's message, detail and hint, what is left, what to do.
 *
 * @param transactionEnded whether the file's transaction had ended before the failure
 */
export function migrationFailed(
  migration: Migration,
  cause: unknown,
  { transactionEnded }: { readonly transactionEnded: boolean },
): MigrationFailed {
  const { message, position, detail, hint, where, code } = cause as Partial<DatabaseError>;
  const file = relative(process.cwd(), migration.upFile);
  const place = position ? placeOf(migration.up, Number(position)) : "";
  const brokeOut = transactionEnded || code === invalidTransactionTermination;
  const lines = [
    `${file}${place}: ${message || String(cause)}${code ? ` (${code})` : ""}`,
    detail && `Detail: ${detail}`,
    hint && `Hint: ${hint}`,
    where && !brokeOut && `Where: ${where}`,
    code === lockNotAvailable && "Another session held a lock that this migration needs: see pg_stat_activity.",
    brokeOut
      ? "The file holds a BEGIN, COMMIT or ROLLBACK, so what it did before that is still there. " +
        "Each file is run in a transaction already: remove them, and undo by hand what was committed."
      : "Nothing of this file was kept. Mend it, then start again.",
  ];
  return new MigrationFailed(lines.filter(Boolean).join("\n"), { cause });
}

/** `:line:column`, both from 1. PostgreSQL counts characters, JavaScript UTF-16 units. */
function placeOf(sql: string, position: number): string {
  const before = [...sql].slice(0, position - 1).join("");
  const lineStart = before.lastIndexOf("\n") + 1;
  return `:${before.split("\n").length}:${[...before.slice(lineStart)].length + 1}`;
}
