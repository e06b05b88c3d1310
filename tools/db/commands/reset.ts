import { up } from "#infrastructure/shared/database/migrations/migrations.ts";
import type { Command } from "../cli/command.ts";
import { productionOption } from "../cli/confirm.ts";
import { migrateOptions, outcomeOf } from "../cli/migrate-options.ts";
import { dropContexts } from "./drop.ts";
import { runSeeds } from "./seed.ts";

export const reset: Command = {
  name: "reset",
  usage: "",
  arity: [0, 0],
  summary: "drop, up and seed: the database as new",
  details: "It asks, and refuses, as drop does.",
  destructive: true,
  options: productionOption,
  async run(call) {
    const dropped = await dropContexts(call, "This makes anew, and so drops,");
    const applied = outcomeOf(await up(await migrateOptions(call)), "");
    const seeded = await runSeeds(call, []);
    const lines = [dropped.length > 0 ? `dropped ${dropped.join(", ")}` : "", applied.text, seeded.text];
    return { ok: true, text: lines.filter(Boolean).join("\n"), json: { dropped, ...applied.json, ...seeded.json } };
  },
};
