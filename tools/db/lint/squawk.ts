import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import type { LintFinding } from "./finding.ts";
import { placeOf } from "./finding.ts";
import type { SqlFile } from "./sql-file.ts";

const require = createRequire(import.meta.url);

/** What squawk says and we don't, with the reason. */
export const excluded = {
  "prefer-robust-stmts":
    "a file is applied as a whole or not at all, so IF NOT EXISTS would only hide that it was half-done",
  "require-lock-timeout": "the runner sets lock_timeout",
  "require-statement-timeout": "a limit on a statement would end the build of a large index",
  "prefer-bigint-over-int": "versions and counters are integers; keys are uuids",
  "prefer-bigint-over-smallint": "a small number is a small number",
  "prefer-timestamp-tz": "our column-type says it",
  "prefer-text-field": "our column-type says it",
  "ban-char-field": "our column-type says it",
  "prefer-identity": "our column-type says it",
  "require-table-schema": "our unqualified-name says it",
  "transaction-nesting": "our transaction-control says it",
  "ban-uncommitted-transaction": "our transaction-control says it",
  "ban-concurrent-index-creation-in-transaction": "our missing-no-transaction says it",
} as const;

/** Where squawk reports one statement under two names, the one that says more. */
const saidBetterBy: Readonly<Record<string, readonly string[]>> = {
  "constraint-missing-not-valid": [
    "adding-foreign-key-constraint",
    "disallowed-unique-constraint",
    "adding-serial-primary-key-field",
  ],
};

/** One entry of `squawk --reporter json`: lines and columns from 0, columns in bytes. */
interface Report {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly line_end: number;
  readonly column_end: number;
  readonly message: string;
  readonly help: string | null;
  readonly rule_name: string;
}

/**
 * squawk's findings in up files that PostgreSQL can parse, named `squawk/<rule>`.
 *
 * @throws Error when squawk can't be run
 */
export async function squawk(files: readonly SqlFile[]): Promise<LintFinding[]> {
  const inTransaction = files.filter(({ header }) => header.noTransactionAt === undefined);
  const noTransaction = files.filter(({ header }) => header.noTransactionAt !== undefined);
  const reports = await Promise.all([
    run(inTransaction, ["--assume-in-transaction"]),
    run(noTransaction, ["--no-assume-in-transaction"]),
  ]);
  return reports.flat();
}

async function run(files: readonly SqlFile[], options: readonly string[]): Promise<LintFinding[]> {
  if (files.length === 0) return [];
  const exclusions = `--exclude=${Object.keys(excluded).join(",")}`;
  const paths = files.map(({ path }) => path);
  const output = await execute(["--reporter=json", "--pg-version=18.0", exclusions, ...options, "--", ...paths]);
  const reports = JSON.parse(output) as readonly Report[];
  return reports
    .filter((report) => !isSaidBetter(report, reports))
    .flatMap((report) => {
      const file = files.find(({ path }) => path === report.file);
      return file === undefined ? [] : [toFinding(report, file)];
    });
}

async function execute(args: readonly string[]): Promise<string> {
  // It has no types, and throws when the package of this platform wasn't installed.
  const { getBinaryPath } = require("squawk-cli/js/index.js") as { getBinaryPath: () => string };
  const program = getBinaryPath();
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      // It also exits with 1 when it has found something.
      if (stdout.trimStart().startsWith("[")) return resolve(stdout);
      const cause = stderr.trim() || error?.message || "it said nothing";
      reject(new Error(`Expected squawk's findings as JSON, got: ${cause}. Does npx squawk --version work here?`));
    });
  });
}

function isSaidBetter(report: Report, reports: readonly Report[]): boolean {
  const better = saidBetterBy[report.rule_name] ?? [];
  if (report.rule_name === "syntax-error") {
    return reports.find(({ file, rule_name }) => file === report.file && rule_name === report.rule_name) !== report;
  }
  return reports.some(
    (other) =>
      better.includes(other.rule_name) &&
      other.file === report.file &&
      other.line_end === report.line_end &&
      other.column_end === report.column_end,
  );
}

function toFinding(report: Report, file: SqlFile): LintFinding {
  const lines = file.text.split("\n");
  const before = lines.slice(0, report.line).reduce((length, line) => length + line.length + 1, 0);
  const offset =
    before +
    Buffer.from(lines[report.line] ?? "")
      .subarray(0, report.column)
      .toString().length;
  // A statement's place includes the comments before it.
  const start = file.statements.find((statement) => statement.offset >= offset)?.offset ?? offset;
  if (report.rule_name === "syntax-error") return unreadable(file, offset);
  const isComment = /^\s*(--|\/\*|$)/.test(file.text.slice(offset).split("\n")[0] ?? "");
  return {
    file: file.path,
    ...placeOf(file.text, isComment ? start : offset),
    rule: `squawk/${report.rule_name}`,
    message: report.message,
    hint: report.help ?? "See docs/migrations.md for a way that a live table bears.",
    severity: "error",
  };
}

/** Only files that PostgreSQL's own parser reads come here, so it is squawk that lags behind. */
function unreadable(file: SqlFile, offset: number): LintFinding {
  return {
    file: file.path,
    ...placeOf(file.text, offset),
    rule: "squawk/syntax-error",
    message: "PostgreSQL can read this, but squawk can't, so its rules weren't applied from here on.",
    hint: "Move the statement into a migration of its own and check it with a lock trace, then allow this.",
    severity: "error",
  };
}
