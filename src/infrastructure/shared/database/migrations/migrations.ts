import { type MigrateOptions, withDefaults } from "./migration-options.ts";
import { stepsDown, stepsTo, stepsToRedo, stepsUp } from "./migration-plan.ts";
import { type MigrationRun, type PlannedMigration, preview, runPlan } from "./run-plan.ts";

export { type MigrateOptions, migrationsDirectory } from "./migration-options.ts";

export interface UpOptions {
  /** How many of the pending migrations to apply, at least 1. Default: all. */
  readonly steps?: number;
  /** Also applies a migration whose number is lower than one that its context has already applied. Default: false. */
  readonly allowMissing?: boolean;
}

export interface DownOptions {
  /** How many to undo, at least 1, the one that was applied last first, whatever its context. */
  readonly steps: number | "all";
}

export interface RedoOptions {
  /** How many to undo and apply again, at least 1. Default: 1. */
  readonly steps?: number;
}

export interface GoToOptions {
  /** `context/NNNN`; `context/0000` is the context before its first migration. */
  readonly version: string;
  /** As with `up`. */
  readonly allowMissing?: boolean;
}

/**
 * Brings the database to the newest migration of every context: each pending file in a transaction of its own, with
 * its row of the history. Any number of instances may do this at the same time.
 *
 * @returns the migrations that this call ran, as `context/NNNN_name`
 * @throws InvalidMigrations before anything is run; HistoryMismatch and DirtyDatabase, likewise; MigrationFailed, after
 *   which nothing of the failed file is kept, or the message says what is; Error when another instance migrates longer
 *   than `waitTimeout`
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  return (await up(options)).map(({ name }) => name);
}

/**
 * Applies pending migrations, in the order of the contexts and of the numbers within each.
 *
 * @throws what `migrate` throws; RangeError for `steps`
 */
export async function up(options: MigrateOptions & UpOptions): Promise<MigrationRun[]> {
  return runPlan(withDefaults(options), stepsUp(options));
}

/**
 * Undoes what was applied last, in the reverse order of application over all contexts.
 *
 * @throws what `migrate` throws; HistoryMismatch when a file is missing or irreversible, or fewer are applied than are
 *   to be undone: then nothing is undone
 */
export async function down(options: MigrateOptions & DownOptions): Promise<MigrationRun[]> {
  return runPlan(withDefaults(options), stepsDown(options));
}

/**
 * Brings one context to a version, up or down; the others stay as they are.
 *
 * @throws what `down` throws; HistoryMismatch when there is no such version
 */
export async function goTo(options: MigrateOptions & GoToOptions): Promise<MigrationRun[]> {
  return runPlan(withDefaults(options), stepsTo(options));
}

/**
 * Undoes what was applied last and applies the same again, nothing else.
 *
 * @throws what `down` throws
 */
export async function redo(options: MigrateOptions & RedoOptions): Promise<MigrationRun[]> {
  return runPlan(withDefaults(options), stepsToRedo(options));
}

/** What `up` would run now. Writes nothing and waits for nobody. @throws what `up` throws before it runs anything */
export async function planUp(options: MigrateOptions & UpOptions): Promise<PlannedMigration[]> {
  return preview(withDefaults(options), stepsUp(options));
}

/** What `down` would run now, likewise. */
export async function planDown(options: MigrateOptions & DownOptions): Promise<PlannedMigration[]> {
  return preview(withDefaults(options), stepsDown(options));
}
