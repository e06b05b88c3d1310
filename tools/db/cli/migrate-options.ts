import type { MigrateOptions } from "#infrastructure/shared/database/migrations/migrations.ts";
import type { MigrationRun } from "#infrastructure/shared/database/migrations/run-plan.ts";
import type { Call, Outcome } from "./command.ts";

/** What the runner is called with. */
export async function migrateOptions(call: Call): Promise<MigrateOptions> {
  const [{ directory, order }, { url }] = [await call.project(), await call.target()];
  return { url, directory, order, onProgress: call.progress };
}

/** What was run, or that there was nothing to run. */
export function outcomeOf(runs: readonly MigrationRun[], nothing: string): Outcome {
  const lines = runs.map(({ direction, name }) => `${direction === "up" ? "applied" : "undid"} ${name}`);
  return { ok: true, text: lines.join("\n") || nothing, json: { runs } };
}
