import { describeDirt } from "./dirty-database.ts";
import { InvalidMigrations, type Migration, nameOf, readMigrations } from "./migration-files.ts";
import { editedOf, HistoryMismatch, readHistory } from "./migration-history.ts";
import { type MigrateOptions, type MigrationSettings, withDefaults } from "./migration-options.ts";
import { stepsUp } from "./migration-plan.ts";
import { withSession } from "./migration-session.ts";
import { prepareSteps } from "./prepared-step.ts";

/**
 * Checks the files, and with a `url` also whether the database fits them: what is missing, late, edited or dirty.
 *
 * @returns what is wrong, a line of text or more for each fault; empty when all is well
 * @throws Error when the database can't be reached
 */
export async function validate(options: Partial<MigrateOptions> = {}): Promise<readonly string[]> {
  const settings = withDefaults({ url: "", ...options });
  try {
    const migrations = await readMigrations(settings.directory, settings.order);
    const steps = [...migrations.values()].flat().flatMap((migration) => [
      { direction: "up" as const, migration },
      { direction: "down" as const, migration },
    ]);
    await prepareSteps(settings.directory, steps);
    return settings.url === "" ? [] : await faultsOfDatabase(settings, migrations);
  } catch (error) {
    if (error instanceof InvalidMigrations) return error.faults;
    throw error;
  }
}

function faultsOfDatabase(
  settings: MigrationSettings,
  migrations: ReadonlyMap<string, readonly Migration[]>,
): Promise<string[]> {
  return withSession(settings, async (client) => {
    const history = await readHistory(client, settings.order);
    const { dirty } = history;
    return [
      ...faultsOfHistory(() => stepsUp({})({ migrations, history, settings })),
      ...editedOf(migrations, history).map((migration) => `${nameOf(migration)} was edited after it was applied`),
      ...(dirty ? [await describeDirt(client, dirty, history)] : []),
    ];
  });
}

function faultsOfHistory(plan: () => unknown): readonly string[] {
  try {
    plan();
    return [];
  } catch (error) {
    if (error instanceof HistoryMismatch) return error.faults;
    throw error;
  }
}
