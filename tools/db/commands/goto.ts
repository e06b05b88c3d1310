import { goTo as runGoTo } from "#infrastructure/shared/database/migrations/migrations.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import type { Command } from "../cli/command.ts";
import { confirm } from "../cli/confirm.ts";
import { readVersion } from "../cli/count.ts";
import { migrateOptions, outcomeOf } from "../cli/migrate-options.ts";
import { requireContext } from "../cli/project.ts";

export const goTo: Command = {
  name: "goto",
  usage: "<context/NNNN>",
  arity: [1, 1],
  summary: "bring one context up or down to a version; context/0000 is before its first",
  details: "The other contexts stay as they are. Upwards it doesn't ask.",
  destructive: true,
  options: {
    "allow-missing": {
      type: "boolean",
      summary: "also apply a migration with a lower number than its context has applied",
    },
  },
  async run(call) {
    const version = readVersion(call.arguments[0]);
    const [context = "", number = ""] = version.split("/");
    requireContext(await call.project(), context);
    const options = await migrateOptions(call);
    const { contexts } = await status(options);
    const undone = (contexts.find((each) => each.context === context)?.migrations ?? [])
      .filter(({ id, appliedAt }) => appliedAt !== undefined && id.slice(0, 4) > number)
      .map(({ id }) => `${context}/${id}`);
    if (undone.length > 0) {
      await confirm(call, `This undoes ${undone.toReversed().join(", ")} on ${(await call.target()).address}.`);
    }
    const runs = await runGoTo({ ...options, version, allowMissing: call.flag("allow-missing") });
    return outcomeOf(runs, `Nothing to do: ${context} is at ${version}.`);
  },
};
