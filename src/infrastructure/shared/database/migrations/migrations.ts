import { basename, join } from "node:path";
import { type MigrationBuilder, runner } from "node-pg-migrate";
import type pg from "pg";
import { contexts } from "#migrations/order.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { migrationFailed } from "./migration-failure.ts";
import { checkHistory, historySchema, readHistory } from "./migration-history.ts";
import { takeTurn } from "./migration-lock.ts";
import type { Password } from "#infrastructure/shared/database/password.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";

export interface MigrateOptions {
  /** A plain connection to the database, not one through a pooler. */
  readonly url: string;
  /** Instead of the URL's. */
  readonly password?: Password | undefined;
  /** The folder that holds one folder per context. Default: `migrations` of this project. */
  readonly directory?: string;
  /** The contexts, in the order in which they are migrated. Default: `migrations/order.ts`. */
  readonly order?: readonly string[];
  /** Called with a line of text for each file that is run, and while another instance is migrating. */
  readonly onProgress?: (line: string) => void;
  /** How long one statement waits for a lock on a table, in milliseconds. Default: 10 seconds. */
  readonly lockTimeout?: number;
  /** How long to wait for another instance that is migrating, in milliseconds. Default: 2 minutes. */
  readonly waitTimeout?: number;
}

/** The migrations of this project. */
export const migrationsDirectory = join(import.meta.dirname, "../../../../../migrations");

/**
 * Brings the database to the newest migration of every context: each pending file in a transaction of its own, with
 * its row of the history. Any number of instances may do this at the same time.
 *
 * @returns the migrations that this call ran, as `context/NNNN_name`
 * @throws InvalidMigrations before anything is run; HistoryMismatch, likewise; MigrationFailed, after which nothing of
 *   the failed file is kept; Error when another instance migrates longer than `waitTimeout`
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { directory = migrationsDirectory, order = contexts, onProgress = () => {} } = options;
  const { lockTimeout = 10_000, waitTimeout = 120_000 } = options;
  const migrations = await readMigrations(directory, order);
  const client = await connect(options, lockTimeout);
  try {
    await takeTurn(client, waitTimeout, onProgress);
    const pending = checkHistory(migrations, await readHistory(client));
    for (const context of order) {
      if (pending.some((migration) => migration.context === context)) {
        await migrateContext(client, join(directory, context), migrations.get(context) ?? [], onProgress);
      }
    }
    return pending.map(({ context, id }) => `${context}/${id}`);
  } finally {
    // Ends what a failed file left open, and the lock.
    await client.end();
  }
}

async function connect({ url, password }: MigrateOptions, lockTimeout: number): Promise<pg.Client> {
  const client = await connectPlainly(url, "plinth migrations", { password });
  await client.query(
    `SET TimeZone = 'UTC'; SET lock_timeout = ${lockTimeout};
     SET statement_timeout = 0; SET client_min_messages = warning`,
  );
  return client;
}

async function migrateContext(
  client: pg.Client,
  folder: string,
  migrations: readonly Migration[],
  onProgress: (line: string) => void,
): Promise<void> {
  let running: Migration | undefined;
  const loader = async () =>
    migrations.map((migration) => ({
      id: join(folder, `${migration.id}.sql`),
      filePaths: [migration.upFile, migration.downFile],
      actions: {
        up: (builder: MigrationBuilder) => {
          running = migration;
          onProgress(`Migrating ${migration.context}/${migration.id}.`);
          runAsOne(builder, migration.up);
        },
        down: (builder: MigrationBuilder) => runAsOne(builder, migration.down),
      },
    }));
  try {
    await runner({
      dbClient: client,
      dir: folder,
      direction: "up",
      migrationsSchema: historySchema,
      createMigrationsSchema: true,
      migrationsTable: basename(folder),
      migrationLoaderStrategies: [{ extensions: [".sql"], loader }],
      singleTransaction: false,
      noLock: true,
      log: () => {},
    });
  } catch (error) {
    if (!running) throw error;
    // A session whose transaction has failed refuses everything but its end.
    const ended = await client.query("SELECT").then(
      () => true,
      () => false,
    );
    throw migrationFailed(running, error, { transactionEnded: ended });
  }
}

/** A COMMIT inside the file would end the runner's transaction, and a failure further down would leave half of it. */
function runAsOne(builder: MigrationBuilder, sql: string): void {
  builder.sql("SET LOCAL plinth.migration = 'running'");
  builder.sql(sql);
  builder.sql(`DO $$ BEGIN
    IF current_setting('plinth.migration', true) IS DISTINCT FROM 'running' THEN
      RAISE 'the file ends the transaction that it is run in' USING ERRCODE = 'invalid_transaction_termination';
    END IF;
  END $$`);
}
