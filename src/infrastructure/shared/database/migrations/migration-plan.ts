import { type Migration, nameOf, versionOf } from "./migration-files.ts";
import { type AppliedMigration, type History, HistoryMismatch } from "./migration-history.ts";
import type { MigrationSettings } from "./migration-options.ts";

/** One file to be run. */
export interface Step {
  readonly direction: "up" | "down";
  readonly migration: Migration;
}

/** What a plan is made from. */
export interface MigrationState {
  readonly migrations: ReadonlyMap<string, readonly Migration[]>;
  readonly history: History;
  readonly settings: Pick<MigrationSettings, "whenNewer">;
}

/** @throws HistoryMismatch when what was applied and the files don't allow it */
export type Plan = (state: MigrationState) => readonly Step[];

/** See `up`. */
export const stepsUp =
  ({ steps, allowMissing = false }: { readonly steps?: number; readonly allowMissing?: boolean }): Plan =>
  ({ migrations, history, settings }) => {
    if (steps !== undefined) refuseUnlessCount(steps);
    const pending = [...migrations.values()].flatMap((files) => pendingOf(files, history.applied));
    const missing = withoutFile(migrations, history);
    const goesOn =
      settings.whenNewer === "continue" && pending.length === 0 && missing.every((m) => isNewer(m, migrations));
    const faults = [
      ...(goesOn ? [] : missing.map(missingFault)),
      ...(allowMissing ? [] : pending.flatMap((migration) => lateFault(migration, history.applied))),
    ];
    if (faults.length > 0) throw new HistoryMismatch(faults);
    return pending.slice(0, steps).map((migration) => ({ direction: "up", migration }));
  };

/** See `down`. */
export const stepsDown =
  ({ steps }: { readonly steps: number | "all" }): Plan =>
  ({ migrations, history: { applied } }) => {
    if (steps !== "all") refuseUnlessCount(steps);
    const count = steps === "all" ? applied.length : steps;
    if (count > applied.length) {
      throw new HistoryMismatch([`expected at least ${count} applied to undo, but the database has ${applied.length}`]);
    }
    return undo(applied.slice(applied.length - count), migrations);
  };

/** See `redo`. */
export const stepsToRedo =
  ({ steps = 1 }: { readonly steps?: number }): Plan =>
  (state) => {
    const undone = stepsDown({ steps })(state);
    return [...undone, ...undone.toReversed().map(({ migration }) => ({ direction: "up" as const, migration }))];
  };

/** See `goTo`. */
export const stepsTo =
  ({ version, allowMissing = false }: { readonly version: string; readonly allowMissing?: boolean }): Plan =>
  ({ migrations, history: { applied } }) => {
    const [context = "", number = ""] = version.split("/");
    const files = migrations.get(context) ?? [];
    const known = [`${context}/0000`, ...files.map(versionOf)];
    if (!migrations.has(context) || !known.includes(version)) {
      const expected = migrations.has(context) ? known.join(", ") : `a context of ${[...migrations.keys()].join(", ")}`;
      throw new HistoryMismatch([`there is no version "${version}": expected context/NNNN, here ${expected}`]);
    }
    const isAbove = ({ id }: { readonly id: string }) => id.slice(0, 4) > number;
    const above = applied.filter((migration) => migration.context === context && isAbove(migration));
    const staying = applied.filter((migration) => !above.includes(migration));
    const pending = pendingOf(files, applied).filter((migration) => !isAbove(migration));
    const faults = allowMissing ? [] : pending.flatMap((migration) => lateFault(migration, staying));
    if (faults.length > 0) throw new HistoryMismatch(faults);
    return [...undo(above, migrations), ...pending.map((migration) => ({ direction: "up" as const, migration }))];
  };

/** What was applied and has no file. */
export function withoutFile(
  migrations: ReadonlyMap<string, readonly Migration[]>,
  { applied }: History,
): readonly AppliedMigration[] {
  return applied.filter(({ context, id }) => !migrations.get(context)?.some((migration) => migration.id === id));
}

/** Comes after all that the files know of its context: made by newer code. */
export function isNewer(
  { context, id }: Pick<AppliedMigration, "context" | "id">,
  migrations: ReadonlyMap<string, readonly Migration[]>,
): boolean {
  const last = migrations.get(context)?.at(-1);
  return last === undefined || id.slice(0, 4) > last.id.slice(0, 4);
}

function pendingOf(files: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  return files.filter(({ context, id }) => !applied.some((other) => other.context === context && other.id === id));
}

function missingFault(applied: AppliedMigration): string {
  return (
    `${nameOf(applied)} was applied but has no file here: the database is newer than this code, ` +
    "so start the newer one (or bring the file back)"
  );
}

function lateFault(migration: Migration, applied: readonly AppliedMigration[]): string[] {
  const ids = applied.filter(({ context }) => context === migration.context).map(({ id }) => id);
  const last = ids.toSorted().at(-1);
  if (last === undefined || migration.id > last) return [];
  return [
    `${nameOf(migration)} was not applied, but the later ${last} was: give it a number after that one, ` +
      "or run `up --allow-missing` when the two don't touch each other",
  ];
}

/** The last first. */
function undo(applied: readonly AppliedMigration[], migrations: ReadonlyMap<string, readonly Migration[]>): Step[] {
  const faults: string[] = [];
  const steps = applied.toReversed().flatMap((done) => {
    const migration = migrations.get(done.context)?.find(({ id }) => id === done.id);
    const reason = migration?.headers.up.irreversible;
    if (migration === undefined) faults.push(`${nameOf(done)} can't be undone without its file: bring it back`);
    if (reason) faults.push(`${nameOf(done)} is declared irreversible: ${reason}`);
    return migration ? [{ direction: "down" as const, migration }] : [];
  });
  if (faults.length > 0) throw new HistoryMismatch(faults);
  return steps;
}

function refuseUnlessCount(steps: number): void {
  if (Number.isInteger(steps) && steps >= 1) return;
  throw new RangeError(`The number of migrations must be a whole one from 1 on, but is ${steps}. Nothing was run.`);
}
