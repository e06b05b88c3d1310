import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { serviceRole } from "#infrastructure/shared/database/migrations/database-roles.ts";
import type { Command } from "../cli/command.ts";
import { UsageError } from "../cli/usage-error.ts";

/** Schemas that are somebody else's, and folders of `src` that are no context. */
const taken = ["public", "information_schema", "migrations", "shared"];

export const create: Command = {
  name: "create",
  usage: "<context> <name>",
  arity: [2, 20],
  summary: "write the files of a new migration, with the next number of its context",
  details:
    "A context that has none yet gets its folder, its place at the end of order.ts, grants.sql and, in 0001, its schema\n" +
    "with the table of its events: npm run sql works from then on.\n" +
    "The name may be several words: they are joined.",
  async run({ arguments: [context = "", ...words], project }) {
    const { directory, order } = await project();
    const name = words
      .join("_")
      .replaceAll(/[-\s]+/g, "_")
      .toLowerCase();
    checkName("context", context);
    checkName("name of a migration", name);
    if (taken.includes(context) || context.startsWith("pg_")) {
      throw new UsageError(`A context can't be called "${context}": that schema or folder is taken. Choose another.`);
    }
    if (!(await isPlainName(context))) {
      throw new UsageError(`A context can't be called "${context}": SQL has reserved that word. Choose another.`);
    }
    const isNew = !order.includes(context);
    const folder = join(directory, context);
    await mkdir(folder, { recursive: true });
    const id = `${await nextNumber(folder)}_${name}`;
    const files = {
      [`${id}.up.sql`]: up(context, id),
      [`${id}.down.sql`]: down(context, id),
      ...(id.startsWith("0001_") ? { "grants.sql": grants(context) } : {}),
    };
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text, { flag: "wx" });
    const paths = Object.keys(files).map((file) => relative(process.cwd(), join(folder, file)));
    const notes = isNew ? [await addToOrder(directory, context)] : [];
    return {
      ok: true,
      text: [...paths.map((path) => `wrote ${path}`), ...notes, "Write your tables, then: npm run db -- lint"].join(
        "\n",
      ),
      json: { migration: `${context}/${id}`, files: paths, notes },
    };
  },
};

function checkName(what: string, text: string): void {
  if (/^[a-z][a-z0-9_]*$/.test(text) && text.length <= 50) return;
  throw new UsageError(`Expected as ${what} a-z, then a-z, 0-9 and _, at most 50 signs, but "${text}" came.`);
}

/** It needs no quotes in SQL. */
async function isPlainName(name: string): Promise<boolean> {
  const { parse } = await import("libpg-query");
  return parse(`CREATE SCHEMA ${name}`).then(
    () => true,
    () => false,
  );
}

async function nextNumber(folder: string): Promise<string> {
  const numbers = (await readdir(folder)).map((file) => /^(\d{4})_/.exec(file)?.[1] ?? "0").map(Number);
  return String(Math.max(0, ...numbers) + 1).padStart(4, "0");
}

function up(context: string, id: string): string {
  if (id.startsWith("0001_")) {
    return `CREATE SCHEMA ${context};

-- CREATE TABLE ${context}.… (
--   id uuid PRIMARY KEY,
--   version integer NOT NULL,
--   created_at timestamptz(3) NOT NULL
-- );

CREATE TABLE ${context}.events (
  aggregate_id uuid NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, version, position)
);

COMMENT ON TABLE ${context}.events IS
  'What happened to the aggregates, written with the change itself; in order per aggregate by version and position.';
`;
  }
  return `-- What a table in use can bear: docs/migrations.md.\n-- ALTER TABLE ${context}.… ADD COLUMN … text;\n`;
}

function down(context: string, id: string): string {
  if (id.startsWith("0001_"))
    return `DROP TABLE ${context}.events;\n-- DROP TABLE ${context}.…;\nDROP SCHEMA ${context};\n`;
  return `-- Undoes ${id}.up.sql.\n-- ALTER TABLE ${context}.… DROP COLUMN …;\n`;
}

function grants(context: string): string {
  return `-- GRANT SELECT, INSERT, UPDATE ON ${context}.… TO ${serviceRole};\nGRANT INSERT ON ${context}.events TO ${serviceRole};\n`;
}

/** @returns what was done, or what is left to do by hand */
async function addToOrder(directory: string, context: string): Promise<string> {
  const file = join(directory, "order.ts");
  const source = await readFile(file, "utf8");
  const changed = source.replace(
    /(\bcontexts\b[^=]*=\s*\[)([^\]]*?),?(\s*)\]/,
    (_, start: string, list: string, end: string) =>
      `${start}${list}${list.trim() === "" ? "" : ", "}"${context}"${end}]`,
  );
  if (changed === source)
    return `Add "${context}" to ${relative(process.cwd(), file)}, at the place where it is to be migrated.`;
  await writeFile(file, changed);
  return `added "${context}" at the end of ${relative(process.cwd(), file)}`;
}
