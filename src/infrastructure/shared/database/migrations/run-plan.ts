import type pg from "pg";
import { DirtyDatabase, describeDirt } from "./dirty-database.ts";
import { type ContextGrants, readGrants } from "./granted-rights.ts";
import { applyGrants } from "./grants.ts";
import { hasChecksums, keepHistory } from "./history-tables.ts";
import { type Migration, nameOf, readMigrations, versionOf } from "./migration-files.ts";
import { editedOf, readHistory } from "./migration-history.ts";
import { takeTurn } from "./migration-lock.ts";
import type { MigrationSettings } from "./migration-options.ts";
import { isNewer, type MigrationState, type Plan, type Step, withoutFile } from "./migration-plan.ts";
import { withSession } from "./migration-session.ts";
import { type PreparedStep, prepareSteps } from "./prepared-step.ts";
import { runStep } from "./run-step.ts";

/** A file that was run. */
export interface MigrationRun {
  /** `context/NNNN_name`. */
  readonly name: string;
  /** `context/NNNN`. */
  readonly version: string;
  readonly direction: "up" | "down";
  readonly milliseconds: number;
}

/** A file that would be run. */
export interface PlannedMigration {
  /** `context/NNNN_name`. */
  readonly name: string;
  /** `context/NNNN`. */
  readonly version: string;
  readonly direction: "up" | "down";
  readonly file: string;
  /** false: it is run statement by statement. */
  readonly transaction: boolean;
  /** What is run of the file: one text in a transaction, or one for each statement. */
  readonly statements: readonly string[];
}

/** Runs what `plan` chooses, when it is this instance's turn. Where nothing is to be done it waits for nobody. */
export async function runPlan(settings: MigrationSettings, plan: Plan): Promise<MigrationRun[]> {
  const migrations = await readMigrations(settings.directory, settings.order);
  return withSession(settings, async (client) => {
    const before = await readState(client, migrations, settings);
    if (!hasWork(before, plan)) {
      warn(before, settings);
      return [];
    }
    await takeTurn(client, settings.waitTimeout, settings.onProgress);
    const state = await readState(client, migrations, settings);
    await refuseDirty(client, state);
    const steps = await prepareSteps(settings.directory, plan(state));
    warn(state, settings);
    await keepHistory(client, state.history, migrations);
    const runs: MigrationRun[] = [];
    for (const step of steps) runs.push(await timed(step, () => runStep(client, step, settings)));
    await grantAfter(client, steps, migrations, settings);
    return runs;
  });
}

/** Chooses and checks as `runPlan` does, but writes nothing and takes no turn. */
export async function preview(settings: MigrationSettings, plan: Plan): Promise<PlannedMigration[]> {
  const migrations = await readMigrations(settings.directory, settings.order);
  return withSession(settings, async (client) => {
    const state = await readState(client, migrations, settings);
    await refuseDirty(client, state);
    const steps = await prepareSteps(settings.directory, plan(state));
    warn(state, settings);
    return steps.map((step) => ({
      ...labelsOf(step),
      file: step.file,
      transaction: step.statements === undefined,
      statements: step.statements?.map(({ sql }) => sql) ?? [step.sql],
    }));
  });
}

/** What came to the database or was changed since: new tables have no rights yet, and a `grants.sql` may be new by itself. */
async function grantAfter(
  client: pg.Client,
  steps: readonly Step[],
  migrations: ReadonlyMap<string, readonly Migration[]>,
  settings: MigrationSettings,
): Promise<void> {
  const upwards = steps.filter(({ direction }) => direction === "up");
  if (steps.length > 0 && upwards.length === 0) return;
  const { grants } = await readState(client, migrations, settings);
  const isNew = ({ context }: ContextGrants) => upwards.some(({ migration }) => migration.context === context);
  const wanted = grants.filter((each) => each.state === "changed" || isNew(each));
  for (const each of wanted) if (!isNew(each)) settings.onProgress(`Granting what ${each.path} says.`);
  const obstacle = await applyGrants(client, wanted);
  if (obstacle !== undefined) settings.onWarning(obstacle);
}

interface RunState extends MigrationState {
  readonly settings: MigrationSettings;
  readonly grants: readonly ContextGrants[];
}

async function readState(
  client: pg.Client,
  migrations: ReadonlyMap<string, readonly Migration[]>,
  settings: MigrationSettings,
): Promise<RunState> {
  const history = await readHistory(client, settings.order);
  return { migrations, settings, history, grants: await readGrants(client, settings, migrations, history) };
}

/** Another instance that is migrating at this moment shows as dirt, so only the one whose turn it is judges that. */
function hasWork(state: RunState, plan: Plan): boolean {
  return (
    isDirty(state) ||
    plan(state).length > 0 ||
    !hasChecksums(state.history, state.migrations) ||
    state.grants.some((grants) => grants.state === "changed")
  );
}

async function refuseDirty(client: pg.Client, state: RunState): Promise<void> {
  const { dirty } = state.history;
  if (dirty && isDirty(state)) throw new DirtyDatabase(dirty, await describeDirt(client, dirty, state.history));
}

/** Not, for an instance that goes on with a newer database, when the dirt is a newer file's. */
function isDirty({ history: { dirty }, migrations, settings }: RunState): boolean {
  return dirty !== undefined && !(settings.whenNewer === "continue" && isNewer(dirty, migrations));
}

function warn({ migrations, history, grants }: RunState, { whenNewer, onWarning }: MigrationSettings): void {
  for (const migration of editedOf(migrations, history)) {
    onWarning(
      `${nameOf(migration)} was edited after it was applied, and this database has what it was before: ` +
        "put the file back, and write what is to change as a new migration.",
    );
  }
  for (const { path } of grants.filter(({ state }) => state === "older")) {
    onWarning(
      `${path} was applied, and another one after it, which holds. Where this one is meant: npm run db -- grant.`,
    );
  }
  const newer = withoutFile(migrations, history);
  if (whenNewer === "continue" && newer.length > 0) {
    onWarning(`The database is newer than this code, which goes on. It doesn't know ${newer.map(nameOf).join(", ")}.`);
  }
}

async function timed(step: PreparedStep, run: () => Promise<void>): Promise<MigrationRun> {
  const start = performance.now();
  await run();
  return { ...labelsOf(step), milliseconds: performance.now() - start };
}

function labelsOf({ migration, direction }: Step): Pick<MigrationRun, "name" | "version" | "direction"> {
  return { name: nameOf(migration), version: versionOf(migration), direction };
}
