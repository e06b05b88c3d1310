import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Migration } from "#infrastructure/shared/database/migrations/migration-files.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { readRelations } from "./lock-trace-catalog.ts";
import { runInTransaction, runOutsideTransaction } from "./lock-trace-runs.ts";
import { refusesTransaction } from "./rules/no-transaction.ts";
import { readSqlFile } from "./sql-file.ts";
import type { LockTrace } from "./traced-locks.ts";

/**
 * Runs a migration on a copy of a database and watches what it locks. The copy is dropped afterwards.
 *
 * @param options.url a database that is migrated up to the migration, without it, best with rows; nobody may be
 *   connected to it, and the role must be allowed to create databases
 * @throws Error when the database can't be copied; what PostgreSQL says about the file
 */
export async function traceLocks(options: {
  readonly url: string;
  readonly migration: Pick<Migration, "context" | "id" | "up" | "upFile">;
}): Promise<LockTrace> {
  const { url, migration } = options;
  const { context, id, up: text, upFile: path } = migration;
  const file = await readSqlFile({ path, context, direction: "up", text });
  if (file.syntaxError) throw new Error(`${path}: ${file.syntaxError.message}`);
  const statements = file.statements.map(({ node, offset }, index) => ({
    node,
    text: text.slice(offset, file.statements[index + 1]?.offset),
    line: text.slice(0, offset).split("\n").length,
    number: index + 1,
  }));
  return withCopy(url, async (copy) => {
    const client = await connectPlainly(copy, "plinth lock trace");
    try {
      const relations = await readRelations(client);
      if (file.header.noTransactionAt === undefined) {
        return { migration: `${context}/${id}`, ...(await runInTransaction(client, relations, statements)) };
      }
      const parts = [];
      for (const statement of statements) {
        // What can run in a transaction is watched more closely there.
        const run = refusesTransaction(statement.node)
          ? runOutsideTransaction(client, copy, relations, statement)
          : runInTransaction(client, relations, [statement]);
        parts.push(await run);
      }
      return {
        migration: `${context}/${id}`,
        statements: parts.flatMap((part) => part.statements),
        locks: parts.flatMap((part) => part.locks),
        rewritten: parts.flatMap((part) => part.rewritten),
        scanned: parts.flatMap((part) => part.scanned),
        empty: [...new Set(parts.flatMap((part) => part.empty))],
      };
    } finally {
      await client.end();
    }
  });
}

async function withCopy<T>(url: string, work: (copy: string) => Promise<T>): Promise<T> {
  const source = decodeURIComponent(new URL(url).pathname.slice(1));
  const name = `${source.replaceAll(/\W/g, "_").slice(0, 48)}_trace_${randomBytes(4).toString("hex")}`;
  const admin = await connectPlainly(withDatabase(url, "postgres"), "plinth lock trace");
  try {
    await copyDatabase(admin, source, name);
    return await work(withDatabase(url, name));
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
    await admin.end();
  }
}

async function copyDatabase(admin: pg.Client, source: string, name: string): Promise<void> {
  try {
    await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)} TEMPLATE ${admin.escapeIdentifier(source)}`);
  } catch (cause) {
    throw new Error(
      `Expected to copy the database "${source}", got: ${(cause as Error).message}. It can only be copied while nobody is ` +
        "connected to it, by a role that may create databases.",
      { cause },
    );
  }
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}
