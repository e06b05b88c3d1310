import { readFile, rm, writeFile } from "node:fs/promises";
import { compileFile } from "./compile-file.ts";
import { openDescriber } from "./describer.ts";
import type { Describer } from "./describer.ts";
import { describeMisplaced, describeProblem } from "./problem.ts";
import { readSqlFolder } from "./sql-files.ts";
import type { SqlFolder } from "./sql-files.ts";

export interface RunOptions {
  /** The folder with one folder of `.sql` files per context. */
  readonly directory: string;
  /** A migrated database. */
  readonly databaseUrl: string;
  /** Write nothing; find generated files that differ from what would be written. */
  readonly check: boolean;
  /** Called with each line for the user. */
  readonly print: (line: string) => void;
}

/**
 * Compiles every `.sql` file and brings the generated files up to date, or only checks them. Writes either everything
 * or, when any file has a fault, nothing.
 *
 * @returns whether all is well: no faults, no file made with another major version, and in a check no differences
 */
export async function run({ directory, databaseUrl, check, print }: RunOptions): Promise<boolean> {
  const folder = await readSqlFolder(directory);
  const describer = await openDescriber(databaseUrl);
  try {
    const otherMajor = await describeOtherMajor(folder.generated, describer.catalog.major);
    if (otherMajor !== undefined) {
      print(otherMajor);
      return false;
    }
    const wanted = await compileAll(folder, describer, print);
    if (wanted === undefined) return false;
    const changes = await findChanges(wanted, folder.generated);
    if (check) return reportDifferences(changes, wanted.size, print);
    for (const { path, text } of changes) {
      await (text === undefined ? rm(path) : writeFile(path, text));
      print(text === undefined ? `removed ${path}` : `wrote ${path}`);
    }
    print(`${wanted.size} .sql files compiled, ${changes.length} generated files changed.`);
    return true;
  } finally {
    await describer.close();
  }
}

/** The text of each generated file by its path, or undefined after printing every fault of every file. */
async function compileAll(
  { files, misplaced }: SqlFolder,
  describer: Describer,
  print: (line: string) => void,
): Promise<Map<string, string> | undefined> {
  const wanted = new Map<string, string>();
  const faults = misplaced.map(describeMisplaced);
  for (const file of files) {
    const { compiled, problems = [] } = await compileFile(file, describer);
    faults.push(...problems.map((problem) => describeProblem(file.path, file.source, problem)));
    if (compiled !== undefined) wanted.set(`${file.path}.ts`, compiled);
  }
  if (faults.length === 0) return wanted;
  print(faults.join("\n\n"));
  print(`\n${faults.length} ${faults.length === 1 ? "fault" : "faults"}; nothing was written.`);
  return undefined;
}

interface Change {
  readonly path: string;
  readonly reason: string;
  /** What the file shall hold; undefined removes it. */
  readonly text: string | undefined;
}

async function findChanges(wanted: ReadonlyMap<string, string>, existing: readonly string[]): Promise<Change[]> {
  const changes: Change[] = [];
  for (const [path, text] of wanted) {
    const present = existing.includes(path) ? await readFile(path, "utf8") : undefined;
    if (present === undefined) changes.push({ path, text, reason: "is missing" });
    else if (present.replaceAll("\r\n", "\n") !== text) changes.push({ path, text, reason: "is out of date" });
  }
  for (const path of existing) {
    if (!wanted.has(path)) changes.push({ path, text: undefined, reason: "has no .sql file any more" });
  }
  return changes;
}

function reportDifferences(changes: readonly Change[], files: number, print: (line: string) => void): boolean {
  for (const { path, reason } of changes) print(`${path} ${reason}.`);
  print(
    changes.length === 0 ? `${files} generated files are up to date.` : "Run `npm run sql` and commit what it writes.",
  );
  return changes.length === 0;
}

/**
 * What is wrong when a generated file was made with another major version of PostgreSQL, whose answers may differ;
 * undefined when all were made with this one. A file that doesn't say is out of date anyway, and no matter here.
 *
 * @param paths the generated files
 */
async function describeOtherMajor(paths: readonly string[], major: number): Promise<string | undefined> {
  for (const path of paths) {
    const [, made] = /^\/\/ Generated from .* with PostgreSQL (\d+):/.exec(await readFile(path, "utf8")) ?? [];
    if (made === undefined || Number(made) === major) continue;
    return (
      `${path} was made with PostgreSQL ${made}, but this database is of PostgreSQL ${major}. Use one of PostgreSQL ` +
      `${made}; or, to move to ${major} with all statements, delete the generated files and run \`npm run sql\`.`
    );
  }
  return undefined;
}
