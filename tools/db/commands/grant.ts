import { grant as grantRights } from "#infrastructure/shared/database/migrations/grants.ts";
import type { Command } from "../cli/command.ts";
import { migrateOptions } from "../cli/migrate-options.ts";

export const grant: Command = {
  name: "grant",
  usage: "",
  arity: [0, 0],
  summary: "give schemas to the roles of their contexts, and the service what grants.sql says",
  details:
    "up and each start do so where one is new. By itself it is for roles that an administrator had to create first, and for\n" +
    "the grants.sql of an older version. See docs/decisions/database-roles.md.",
  async run(call) {
    const granted = await grantRights(await migrateOptions(call));
    const text = granted.length === 0 ? "No migrated context has a grants.sql." : `granted ${granted.join(", ")}`;
    return { ok: true, text, json: { granted } };
  },
};
