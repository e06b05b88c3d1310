import { relative } from "node:path";
import {
  type MigrateOptions,
  planUp,
  up as runUp,
  type UpOptions,
} from "#infrastructure/shared/database/migrations/migrations.ts";
import type { Call, Command } from "../cli/command.ts";
import { readCount } from "../cli/count.ts";
import { migrateOptions, outcomeOf } from "../cli/migrate-options.ts";

const allowMissing = {
  "allow-missing": {
    type: "boolean",
    summary: "also apply a migration with a lower number than its context has applied",
  },
} as const;

export const up: Command = {
  name: "up",
  usage: "[N]",
  arity: [0, 1],
  summary: "apply the pending migrations, or the next N of them",
  options: allowMissing,
  async run(call) {
    return outcomeOf(await runUp(await upOptions(call)), "Nothing to do: every migration is applied.");
  },
};

export const dryRun: Command = {
  name: "dry-run",
  usage: "[N]",
  arity: [0, 1],
  summary: "print what up would run, and write nothing",
  options: allowMissing,
  async run(call) {
    const planned = await planUp(await upOptions(call));
    const parts = planned.map(
      ({ file, transaction, statements }) =>
        `-- ${relative(process.cwd(), file)}${transaction ? "" : ", statement by statement"}\n${statements.join("\n").trimEnd()}`,
    );
    return { ok: true, text: parts.join("\n\n") || "-- Nothing to do: every migration is applied.", json: { planned } };
  },
};

async function upOptions(call: Call): Promise<MigrateOptions & UpOptions> {
  const steps = readCount(call.arguments[0]);
  return {
    ...(await migrateOptions(call)),
    ...(steps === undefined ? {} : { steps }),
    allowMissing: call.flag("allow-missing"),
  };
}
