import { resolve } from "node:path";
import { readMigrations } from "#infrastructure/shared/database/migrations/migration-files.ts";
import { migrationsDirectory } from "#infrastructure/shared/database/migrations/migration-options.ts";
import { contexts } from "#migrations/order.ts";
import { applyAllowances } from "./allowances.ts";
import { placeOf } from "./finding.ts";
import type { LintFinding, Problem } from "./finding.ts";
import { rules } from "./rules/rules.ts";
import type { Subject } from "./rules/rule.ts";
import { tablesAfter } from "./schema-history.ts";
import type { Tables } from "./schema-history.ts";
import { readSqlFile } from "./sql-file.ts";
import type { SqlFile } from "./sql-file.ts";
import { squawk } from "./squawk.ts";

export type { LintFinding } from "./finding.ts";

export interface LintOptions {
  /** The folder that holds one folder per context. Default: `migrations` of this project. */
  readonly directory?: string;
  /** The contexts, in the order in which they are migrated. Default: `migrations/order.ts`. */
  readonly order?: readonly string[];
  /** Only these files are reported, up or down; the others are read for what they have made. Default: all. */
  readonly files?: readonly string[];
}

/**
 * Looks for what a live database can't bear and for what this house does otherwise: squawk's rules and ours. Nothing is
 * run and no database is needed.
 *
 * @returns the findings, in the order of the files and of the places in them
 * @throws InvalidMigrations; Error when squawk can't be run
 */
export async function lint(options: LintOptions = {}): Promise<LintFinding[]> {
  const { directory = migrationsDirectory, order = contexts, files } = options;
  const subjects = await readSubjects(directory, order);
  const wanted = files?.map((file) => resolve(file));
  const unknown = wanted?.find((path) => !subjects.some(({ file }) => resolve(file.path) === path));
  if (unknown !== undefined) {
    throw new Error(`Expected a file of the migrations in ${directory}, got ${unknown}. Give its whole path.`);
  }
  const chosen = subjects.filter(({ file }) => wanted === undefined || wanted.includes(resolve(file.path)));
  const readable = chosen.map(({ file }) => file).filter(({ syntaxError }) => syntaxError === undefined);
  const fromSquawk = await squawk(readable.filter(({ direction }) => direction === "up"));
  return chosen.flatMap((subject) => {
    const { file } = subject;
    if (file.syntaxError) return [withPlace(file, file.syntaxError, "syntax", "error")];
    const found = [...ourFindings(subject), ...fromSquawk.filter((finding) => finding.file === file.path)];
    return applyAllowances(file, found).toSorted((a, b) => a.line - b.line || a.column - b.column);
  });
}

async function readSubjects(directory: string, order: readonly string[]): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const [context, migrations] of await readMigrations(directory, order)) {
    let before: Tables = new Map();
    for (const { upFile, up, downFile, down } of migrations) {
      const file = await readSqlFile({ path: upFile, context, direction: "up", text: up });
      const after = tablesAfter(before, file);
      subjects.push({ file, before, after });
      const downwards = await readSqlFile({ path: downFile, context, direction: "down", text: down });
      subjects.push({ file: downwards, before: after, after: before });
      before = after;
    }
  }
  return subjects;
}

function ourFindings(subject: Subject): LintFinding[] {
  const { file } = subject;
  return rules
    .filter(({ directions }) => directions.includes(file.direction))
    .flatMap((rule) =>
      rule.find(subject).map((problem) => {
        const message = `${problem.message} [${rule.reason}]`;
        return withPlace(file, { ...problem, message }, rule.name, rule.severity);
      }),
    );
}

function withPlace(
  file: SqlFile,
  { offset, message, hint }: Problem,
  rule: string,
  severity: LintFinding["severity"],
): LintFinding {
  return { file: file.path, ...placeOf(file.text, offset), rule, message, hint, severity };
}
