import { dirname } from "node:path";
import type { MigrationBuilder } from "node-pg-migrate";
import type pg from "pg";
import { nameOf } from "./migration-files.ts";
import { migrationFailed } from "./migration-failure.ts";
import { historySchema } from "./migration-history.ts";
import type { MigrationSettings } from "./migration-options.ts";
import { prepareSession } from "./migration-session.ts";
import type { PreparedStep } from "./prepared-step.ts";
import { inOneTransaction, statementByStatement } from "./step-statements.ts";

/**
 * Runs one file with node-pg-migrate, which also writes or deletes its row in the table of the context.
 *
 * @throws MigrationFailed
 */
export async function runStep(client: pg.Client, step: PreparedStep, settings: MigrationSettings): Promise<void> {
  const { migration, direction, statements } = step;
  settings.onProgress(`${direction === "up" ? "Migrating" : "Undoing"} ${nameOf(migration)}.`);
  await prepareSession(client, settings.lockTimeout);
  const run = statements
    ? statementByStatement(client, step, statements, settings.lockTimeout)
    : inOneTransaction(client, step);
  try {
    await runWithLibrary(client, step, run);
    // The transaction that node-pg-migrate was left in, so that history and mark change at once.
    if (statements) await client.query("COMMIT");
  } catch (error) {
    throw await migrationFailed(client, step, error);
  }
}

async function runWithLibrary(
  client: pg.Client,
  { migration, direction, statements }: PreparedStep,
  run: readonly string[],
): Promise<void> {
  const { context, id, upFile } = migration;
  const build = (builder: MigrationBuilder) => {
    if (statements) builder.noTransaction();
    for (const sql of run) builder.sql(sql);
  };
  // Two functions, because it takes an up that is also the down for a down.
  const actions = {
    up: (builder: MigrationBuilder) => build(builder),
    down: (builder: MigrationBuilder) => build(builder),
  };
  // Here and not above, because most starts have nothing to run, and loading it takes longer than seeing that.
  const { runner } = await import("node-pg-migrate");
  const ran = await runner({
    dbClient: client,
    dir: dirname(upFile),
    // All but one file, so that it has one migration to choose from; then the name, of which it would take the newest.
    ignorePattern: `(?!${id}\\.up\\.sql$).*`,
    migrationLoaderStrategies: [
      {
        extensions: [".sql"],
        loader: async () => [{ id: `${id}.sql`, filePaths: [upFile], actions }],
      },
    ],
    file: id,
    direction,
    checkOrder: false,
    migrationsSchema: historySchema,
    migrationsTable: context,
    singleTransaction: false,
    noLock: true,
    log: () => {},
  });
  if (ran.length !== 1) throw new Error(`node-pg-migrate was to run one file, but ran ${ran.length}`);
}
