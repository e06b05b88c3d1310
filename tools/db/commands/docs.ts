import { join, relative } from "node:path";
import { readCatalog } from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Command } from "../cli/command.ts";
import { importDevelopmentTool } from "../cli/development-tool.ts";
import { findDocumentChanges, writeDocumentChanges } from "../docs/schema-documents.ts";

const documents = join(import.meta.dirname, "../../../docs/schema");

export const docs: Command = {
  name: "docs",
  usage: "",
  arity: [0, 0],
  summary: "write docs/schema/<context>.md: diagram, tables, keys, comments",
  details:
    "It describes a new database, migrated from the files (like npm run sql), so that nobody's own has a say.\n" +
    "Needs the development packages.",
  options: {
    check: { type: "boolean", summary: "write nothing; fail when a document is stale" },
    output: { type: "string", value: "folder", summary: "where they are (default: docs/schema)" },
    "database-url": { type: "string", value: "url", summary: "describe this database, which must be migrated" },
  },
  async run({ flag, text, project, progress }) {
    const { order } = await project();
    const directory = text("output") ?? documents;
    const describe = async (url: string) => {
      const client = await connectPlainly(url, "plinth db docs");
      try {
        return await findDocumentChanges(directory, await readCatalog(client, order));
      } finally {
        await client.end();
      }
    };
    const given = text("database-url");
    const changes = await (given === undefined ? onNewDatabase(describe, progress) : describe(given));
    const check = flag("check");
    if (!check) await writeDocumentChanges(directory, changes);
    const lines = changes.map(({ file, reason, text: wanted }) => {
      const path = relative(process.cwd(), join(directory, file));
      if (check) return `${path} ${reason}.`;
      return wanted === undefined ? `removed ${path}` : `wrote ${path}`;
    });
    const summary = check && changes.length > 0 ? ["Run `npm run db -- docs` and commit what it writes."] : [];
    return {
      ok: !check || changes.length === 0,
      text:
        lines.length === 0 ? `${relative(process.cwd(), directory)} is up to date.` : [...lines, ...summary].join("\n"),
      json: { changes: changes.map(({ file, reason }) => ({ file, reason })) },
    };
  },
};

async function onNewDatabase<T>(work: (url: string) => Promise<T>, progress: (line: string) => void): Promise<T> {
  const { withScratchDatabase } = await importDevelopmentTool("docs", () => import("#tools/sql/scratch-database.ts"));
  return withScratchDatabase(({ url }) => work(url), progress);
}
