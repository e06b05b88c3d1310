import { validate as findFaults } from "#infrastructure/shared/database/migrations/validate.ts";
import type { Command } from "../cli/command.ts";
import { migrateOptions } from "../cli/migrate-options.ts";

export const validate: Command = {
  name: "validate",
  usage: "",
  arity: [0, 0],
  summary: "check the files, and whether the database fits them",
  details: "Runs none of them. Pending migrations are no fault.",
  options: { files: { type: "boolean", summary: "only the files; needs no database" } },
  async run(call) {
    const faults = await findFaults(call.flag("files") ? await call.project() : await migrateOptions(call));
    return {
      ok: faults.length === 0,
      text: faults.map((fault) => `- ${fault}`).join("\n") || "All is well.",
      json: { faults },
    };
  },
};
