import { force as forceVersion } from "#infrastructure/shared/database/migrations/force.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import type { Command } from "../cli/command.ts";
import { confirm } from "../cli/confirm.ts";
import { readVersion } from "../cli/count.ts";
import { migrateOptions } from "../cli/migrate-options.ts";

export const force: Command = {
  name: "force",
  usage: "<context/NNNN>",
  arity: [1, 1],
  summary: "end a dirty state, after the database was mended by hand",
  details:
    "With the version that is dirty, that migration counts as applied from now on; with the one before it, as not\n" +
    "applied. Runs nothing of the file. `status` tells which is dirty, and what to look at.",
  destructive: true,
  async run(call) {
    const version = readVersion(call.arguments[0]);
    const [options, { address }] = [await migrateOptions(call), await call.target()];
    const { dirty } = await status(options);
    // Otherwise there is nothing to ask about: it will be refused.
    if (dirty) await confirm(call, `${dirty.description}\n\nThis makes ${version} the version of ${address}.`);
    const { name, applied } = await forceVersion({ ...options, version });
    return {
      ok: true,
      text: `${name} counts as ${applied ? "applied" : "not applied"} from now on.`,
      json: { migration: name, applied },
    };
  },
};
