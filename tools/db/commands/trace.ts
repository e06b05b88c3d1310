import { readMigrations, versionOf } from "#infrastructure/shared/database/migrations/migration-files.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import type { Command } from "../cli/command.ts";
import { refuseProduction } from "../cli/confirm.ts";
import { readVersion } from "../cli/count.ts";
import { importDevelopmentTool } from "../cli/development-tool.ts";
import { migrateOptions } from "../cli/migrate-options.ts";
import { requireContext } from "../cli/project.ts";
import { UsageError } from "../cli/usage-error.ts";

export const trace: Command = {
  name: "trace",
  usage: "<context/NNNN>",
  arity: [1, 1],
  summary: "run the next migration of a context on a copy, and show what it locks, rewrites and reads",
  details:
    "The copy has the rows of the database, is made on the same server and is dropped afterwards. Nobody may be connected\n" +
    "to the database meanwhile. Needs the development packages; refused where the database looks like production.",
  async run(call) {
    const version = readVersion(call.arguments[0]);
    const [context = ""] = version.split("/");
    const { directory, order } = await call.project();
    requireContext({ directory, order }, context);
    const migrations = (await readMigrations(directory, order)).get(context) ?? [];
    const migration = migrations.find((each) => versionOf(each) === version);
    if (migration === undefined) {
      throw new UsageError(`There is no ${version}: expected one of ${migrations.map(versionOf).join(", ")}.`);
    }
    const [{ traceLocks }, { describeLockTrace }] = await importDevelopmentTool("trace", () =>
      Promise.all([import("../lint/lock-trace.ts"), import("../lint/describe-lock-trace.ts")]),
    );
    const target = await call.target();
    refuseProduction(call, target);
    const { contexts } = await status(await migrateOptions(call));
    const states = contexts.find((each) => each.context === context)?.migrations ?? [];
    const next = states.find(({ state }) => state === "pending");
    if (next?.id !== migration.id) {
      throw new Error(
        `${version} can be traced where it is the next one to be applied, but on ${target.address} ` +
          `${next === undefined ? `${context} has none pending` : `that is ${context}/${next.id}`}: go there with ` +
          "`goto` first, on a database that is nobody else's.",
      );
    }
    const traced = await traceLocks({ url: target.url, migration });
    return { ok: true, text: describeLockTrace(traced), json: { ...traced } };
  },
};
