import { down as runDown, planDown, redo as runRedo } from "#infrastructure/shared/database/migrations/migrations.ts";
import type { Command } from "../cli/command.ts";
import { confirm, confirmByName, productionOption, refuseProduction } from "../cli/confirm.ts";
import { readCount } from "../cli/count.ts";
import { migrateOptions, outcomeOf } from "../cli/migrate-options.ts";
import { UsageError } from "../cli/usage-error.ts";

export const down: Command = {
  name: "down",
  usage: "[N]",
  arity: [0, 1],
  summary: "undo the migration that was applied last, or the last N",
  details:
    "With --all it asks for the name of the database, and refuses where that looks like production (see drop --help).",
  destructive: true,
  options: { all: { type: "boolean", summary: "undo every migration of every context" }, ...productionOption },
  async run(call) {
    const [wanted] = call.arguments;
    const all = call.flag("all");
    if (all && wanted !== undefined) throw new UsageError(`Expected either N or --all, but ${wanted} --all came.`);
    const steps = all ? "all" : (readCount(wanted) ?? 1);
    const [options, target] = [await migrateOptions(call), await call.target()];
    if (all) refuseProduction(call, target);
    const planned = await planDown({ ...options, steps });
    if (planned.length === 0) return outcomeOf([], "Nothing to undo: no migration is applied.");
    const deed = `This undoes ${planned.map(({ name }) => name).join(", ")} on ${target.address}.`;
    await (all ? confirmByName(call, target, deed) : confirm(call, deed));
    return outcomeOf(await runDown({ ...options, steps: planned.length }), "");
  },
};

export const redo: Command = {
  name: "redo",
  usage: "",
  arity: [0, 0],
  summary: "undo the migration that was applied last, and apply it again",
  destructive: true,
  async run(call) {
    const [options, target] = [await migrateOptions(call), await call.target()];
    const planned = await planDown({ ...options, steps: 1 });
    await confirm(
      call,
      `This undoes ${planned.map(({ name }) => name).join()} on ${target.address} and applies it again.`,
    );
    return outcomeOf(await runRedo(options), "");
  },
};
