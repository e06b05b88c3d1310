import { readCatalog } from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Command } from "../cli/command.ts";
import { requireContext } from "../cli/project.ts";
import { dumpSql } from "../dump/dump-sql.ts";

export const dump: Command = {
  name: "dump",
  usage: "[context…]",
  arity: [0, 100],
  summary: "print the schema as it is, as SQL from the catalogs",
  details:
    "The same text for the same schema, however it came about: two of them can be compared. No rows.\n" +
    "With --json the schema as data.",
  async run({ arguments: wanted, project, target }) {
    const whole = await project();
    for (const context of wanted) requireContext(whole, context);
    const client = await connectPlainly((await target()).url, "plinth db dump");
    try {
      const catalog = await readCatalog(client, wanted.length > 0 ? wanted : whole.order);
      return { ok: true, text: dumpSql(catalog).trimEnd(), json: { schemas: catalog } };
    } finally {
      await client.end();
    }
  },
};
