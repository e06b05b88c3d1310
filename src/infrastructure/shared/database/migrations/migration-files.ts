import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { isWithoutStatement, type MigrationHeaders, readHeaders } from "./migration-headers.ts";

/** One migration: the pair of files `NNNN_<name>.up.sql` and `NNNN_<name>.down.sql` of a context's folder. */
export interface Migration {
  readonly context: string;
  /** `NNNN_<name>`: unique in its context; what the history of the database keeps. */
  readonly id: string;
  readonly upFile: string;
  readonly up: string;
  readonly downFile: string;
  /** Empty where `headers.up.irreversible` says why. */
  readonly down: string;
  /** SHA-256 of the up file, the same for both kinds of line ends: tells whether it was edited after it was applied. */
  readonly checksum: string;
  readonly headers: { readonly up: MigrationHeaders; readonly down: MigrationHeaders };
}

/** The migration's name: `context/NNNN_name`. */
export function nameOf({ context, id }: Pick<Migration, "context" | "id">): string {
  return `${context}/${id}`;
}

/** What the commands take: `context/NNNN`. */
export function versionOf({ context, id }: Pick<Migration, "context" | "id">): string {
  return `${context}/${id.slice(0, 4)}`;
}

/** May stand beside a context's migrations: rows for a developer's database, and the rights of the service's role. */
const otherFiles = ["seed.sql", "grants.sql"];

/** The migration files can't be run as they are. The message lists everything that is wrong with them. */
export class InvalidMigrations extends Error {
  override readonly name = "InvalidMigrations";

  readonly faults: readonly string[];

  constructor(directory: string, faults: readonly string[]) {
    super(
      `The migrations in ${directory} are not in order; nothing was run:\n${faults.map((f) => `- ${f}`).join("\n")}`,
    );
    this.faults = faults;
  }
}

/**
 * Reads the migrations of all contexts, each context's in the order of their numbers.
 *
 * @param order the contexts, each with a folder of its name in `directory`
 * @throws InvalidMigrations
 */
export async function readMigrations(
  directory: string,
  order: readonly string[],
): Promise<ReadonlyMap<string, readonly Migration[]>> {
  const faults: string[] = [];
  const folders = await foldersIn(directory, faults);
  for (const folder of folders.filter((name) => !order.includes(name))) {
    faults.push(
      `${folder}/ is not listed in order.ts: in ${await placeOfOrder(directory)} write "${folder}" into the list` +
        `${order.length === 0 ? "" : `, behind "${order.at(-1)}" or earlier`}; or remove the folder`,
    );
  }
  for (const context of order.filter((name) => !folders.includes(name))) {
    faults.push(`order.ts lists ${context}, but there is no folder ${context}/: add it, or remove the entry`);
  }
  for (const context of order.filter((name) => !/^(?!pg_|migrations$)[a-z][a-z0-9_]{0,62}$/.test(name))) {
    faults.push(
      `${context} can't be a context, because it names a schema: expected a-z, 0-9 and _, from a letter on, ` +
        "at most 63, not from pg_ on, and not migrations, which holds the history",
    );
  }
  const repeated = order.filter((name, index) => order.indexOf(name) !== index);
  if (repeated.length > 0) faults.push(`order.ts lists ${repeated.join(", ")} more than once`);

  const migrations = new Map<string, readonly Migration[]>();
  for (const context of order.filter((name) => folders.includes(name))) {
    migrations.set(context, await readContext(directory, context, faults));
  }
  if (faults.length > 0) throw new InvalidMigrations(directory, faults);
  return migrations;
}

/** File and line of the list of contexts. */
async function placeOfOrder(directory: string): Promise<string> {
  const file = join(directory, "order.ts");
  const lines = (await readIfExists(file))?.split("\n") ?? [];
  const line = lines.findIndex((text) => /\bcontexts\b.*=/.test(text)) + 1;
  return `${relative(process.cwd(), file)}${line === 0 ? "" : `:${line}`}`;
}

async function foldersIn(directory: string, faults: string[]): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    for (const { name } of entries.filter((entry) => entry.isFile() && entry.name.endsWith(".sql"))) {
      faults.push(`${name} stands outside a context's folder: move it into one`);
    }
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    faults.push("there is no such directory");
    return [];
  }
}

async function readContext(directory: string, context: string, faults: string[]): Promise<Migration[]> {
  const folder = join(directory, context);
  const names = (await readdir(folder)).filter((name) => !name.startsWith(".") && !otherFiles.includes(name));
  const well = names.filter((name) => /^\d{4}_[a-z0-9_]+\.(up|down)\.sql$/.test(name));
  for (const name of names.filter((candidate) => !well.includes(candidate))) {
    faults.push(`${context}/${name}: expected NNNN_<name>.up.sql or .down.sql, four digits, then a-z, 0-9 and _`);
  }
  const ids = [...new Set(well.map((name) => name.replace(/\.(up|down)\.sql$/, "")))].toSorted();
  for (const [index, id] of ids.entries()) {
    const previous = ids[index - 1];
    if (previous?.slice(0, 4) === id.slice(0, 4)) {
      faults.push(
        `${context}/${previous} and ${context}/${id} have the same number: give one of them the next free one`,
      );
    }
  }
  return Promise.all(ids.map((id) => readMigration(folder, context, id, faults)));
}

async function readMigration(folder: string, context: string, id: string, faults: string[]): Promise<Migration> {
  const upFile = join(folder, `${id}.up.sql`);
  const downFile = join(folder, `${id}.down.sql`);
  const [up, down] = await Promise.all([upFile, downFile].map(readIfExists));
  const headers = { up: readHeaders(up ?? ""), down: readHeaders(down ?? "") };
  const refuse = (file: "up" | "down", fault: string) => faults.push(`${context}/${id}.${file}.sql${fault}`);

  for (const fault of headers.up.faults) refuse("up", `: ${fault}`);
  for (const fault of headers.down.faults) refuse("down", `: ${fault}`);
  if (headers.down.irreversible) refuse("down", ': "-- migrate: irreversible" belongs into the up file');
  if (up === undefined) refuse("up", " is missing: write what is to be done");
  else if (isWithoutStatement(up)) refuse("up", " has no statement: write what is to be done");
  const undo = 'write what undoes the up, or declare in that "-- migrate: irreversible <reason>"';
  if (headers.up.irreversible === undefined) {
    if (down === undefined) refuse("down", ` is missing: ${undo}`);
    else if (isWithoutStatement(down)) refuse("down", ` has no statement: ${undo}`);
  } else if (!isWithoutStatement(down ?? "")) {
    refuse("down", " has statements, but the up file is declared irreversible: remove one or the other");
  }
  return { context, id, upFile, up: up ?? "", downFile, down: down ?? "", checksum: checksumOf(up ?? ""), headers };
}

function checksumOf(sql: string): string {
  return createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
}

/** Without the mark that some editors put at the beginning, which PostgreSQL takes for a syntax error. */
async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Error(`${file} can't be read: ${message}. Nothing was run.`, { cause: error });
  }
}
