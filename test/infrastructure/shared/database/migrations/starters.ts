import { type ChildProcess, fork } from "node:child_process";
import { on, once } from "node:events";
import { join } from "node:path";
import type { MigrateOptions } from "#infrastructure/shared/database/migrations/migrations.ts";

/** What an instance tells: what it has applied, or why it couldn't. */
export type Outcome = { readonly applied: readonly string[] } | { readonly error: string };

export interface Starter {
  /** Migrates, in its own process. Never settles when the process is killed. */
  migrate(options: MigrateOptions, onProgress?: (line: string) => void): Promise<Outcome>;
  /** As `kill -9` does; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts processes that are ready to migrate at once. The caller kills them. */
export async function forkStarters(count: number): Promise<Starter[]> {
  return Promise.all(Array.from({ length: count }, forkStarter));
}

async function forkStarter(): Promise<Starter> {
  const child: ChildProcess = fork(join(import.meta.dirname, "migrations.child.ts"), { execArgv: [] });
  await once(child, "message");
  return {
    migrate: async (options, onProgress) => {
      // One listener for all of them: Node drops what comes while nobody listens.
      const messages = on(child, "message") as AsyncIterable<[Outcome | { readonly line: string }]>;
      child.send(options);
      for await (const [message] of messages) {
        if (!("line" in message)) return message;
        onProgress?.(message.line);
      }
      throw new Error("A starter went without an outcome.");
    },
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** A schema, a table with rows, an index over it that is built concurrently, and one more table. */
export function filesWithIndex(rows: number): Record<string, string> {
  const header = "-- migrate: no-transaction\n";
  return {
    "shop/0001_items.up.sql": `CREATE SCHEMA shop; CREATE TABLE shop.items AS SELECT id FROM generate_series(1, ${rows}) AS id;`,
    "shop/0001_items.down.sql": "DROP SCHEMA shop CASCADE;",
    "shop/0002_index.up.sql": `${header}CREATE INDEX CONCURRENTLY items_idx ON shop.items (id);`,
    "shop/0002_index.down.sql": `${header}DROP INDEX CONCURRENTLY shop.items_idx;`,
    "shop/0003_more.up.sql": "CREATE TABLE shop.more ();",
    "shop/0003_more.down.sql": "DROP TABLE shop.more;",
  };
}
