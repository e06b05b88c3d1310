import type pg from "pg";
import { historySchema } from "./migration-history.ts";
import type { PreparedStep } from "./prepared-step.ts";
import type { FileStatement } from "./split-statements.ts";

/** What is run, between BEGIN and COMMIT, for a file that is one transaction. */
export function inOneTransaction(client: pg.Client, step: PreparedStep): string[] {
  // What is deferred is checked as the role that the file has chosen.
  return [step.sql, "SET CONSTRAINTS ALL IMMEDIATE", ...ownSettings, record(client, step)];
}

/**
 * What is run for a file whose statements each stand for themselves: before each the mark tells how far it has come.
 * It ends inside a transaction, so that the mark goes when the history changes.
 */
export function statementByStatement(
  client: pg.Client,
  step: PreparedStep,
  statements: readonly FileStatement[],
  lockTimeout: number,
): string[] {
  const { context, id } = step.migration;
  const [first] = statements;
  const literals = [context, id, step.direction].map((text) => client.escapeLiteral(text)).join(", ");
  return [
    `INSERT INTO ${historySchema}._dirty (context, id, direction, statement, statements, sql)
     VALUES (${literals}, 1, ${statements.length}, ${client.escapeLiteral(first?.sql ?? "")})`,
    ...statements.flatMap(({ sql }, index) => [
      `UPDATE ${historySchema}._dirty SET statement = ${index + 1}, sql = ${client.escapeLiteral(sql)}`,
      // It waits for every transaction that is older, and nobody waits for it: giving up leaves an invalid index.
      `SET lock_timeout = ${/\bCONCURRENTLY\b/i.test(sql) ? 0 : lockTimeout}`,
      sql,
    ]),
    ...ownSettings,
    "BEGIN",
    "SET LOCAL TimeZone = 'UTC'",
    `DELETE FROM ${historySchema}._dirty`,
    record(client, step),
  ];
}

/** The file may have taken another role, search path or time zone; what follows is the history's. */
const ownSettings = ["RESET SESSION AUTHORIZATION", "RESET ALL", "SET TimeZone = 'UTC'"];

function record(client: pg.Client, { migration, direction }: PreparedStep): string {
  const [context, id, checksum] = [migration.context, migration.id, migration.checksum].map((text) =>
    client.escapeLiteral(text),
  );
  return direction === "up"
    ? `INSERT INTO ${historySchema}._files (context, id, checksum) VALUES (${context}, ${id}, ${checksum})`
    : `DELETE FROM ${historySchema}._files WHERE context = ${context} AND id = ${id}`;
}
