import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One migration: the pair of files `NNNN_<name>.up.sql` and `NNNN_<name>.down.sql` of a context's folder. */
export interface Migration {
  readonly context: string;
  /** `NNNN_<name>`: unique in its context; what the history of the database keeps. */
  readonly id: string;
  readonly upFile: string;
  readonly up: string;
  readonly downFile: string;
  readonly down: string;
}

/** The migration files can't be run as they are. The message lists everything that is wrong with them. */
export class InvalidMigrations extends Error {
  override readonly name = "InvalidMigrations";

  constructor(directory: string, faults: readonly string[]) {
    super(
      `The migrations in ${directory} are not in order; nothing was run:\n${faults.map((f) => `- ${f}`).join("\n")}`,
    );
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
    faults.push(`${folder}/ is not listed in order.ts: add it there, at the place where it is to be migrated`);
  }
  for (const context of order.filter((name) => !folders.includes(name))) {
    faults.push(`order.ts lists ${context}, but there is no folder ${context}/: add it, or remove the entry`);
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
  const names = (await readdir(folder)).filter((name) => !name.startsWith("."));
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
  for (const [suffix, sql, duty] of [
    ["up", up, "what is to be done"],
    ["down", down, "what undoes the up"],
  ] as const) {
    const fault = `${context}/${id}.${suffix}.sql`;
    if (sql === undefined) faults.push(`${fault} is missing: write ${duty}`);
    else if (isWithoutStatement(sql)) faults.push(`${fault} has no statement: write ${duty}`);
  }
  return { context, id, upFile, up: up ?? "", downFile, down: down ?? "" };
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Nothing but white space, semicolons and comments. PostgreSQL's block comments may be nested. */
function isWithoutStatement(sql: string): boolean {
  let depth = 0;
  for (let at = 0; at < sql.length; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair === "/*") {
      depth++;
      at++;
    } else if (depth > 0) {
      if (pair !== "*/") continue;
      depth--;
      at++;
    } else if (pair === "--") {
      const end = sql.indexOf("\n", at);
      at = end < 0 ? sql.length : end;
    } else if (!/[\s;]/.test(pair.charAt(0))) {
      return false;
    }
  }
  return true;
}
