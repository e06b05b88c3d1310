import type { Command, Option } from "./command.ts";
import { commonOptions, optionsOf } from "./parse-arguments.ts";

const exitCodes = "Exit codes: 0 done, 1 failed, 2 wrong command line.";

/** What there is. */
export function generalHelp(commands: readonly Command[]): string {
  return [
    "Changes and describes the database. See docs/migrations.md.",
    "",
    "  npm run db -- <command> [options]",
    "",
    ...columns(commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary])),
    "",
    "Every command:",
    "",
    ...columns(optionLines(commonOptions)),
    "",
    "It works on the database that the service would migrate: that of DATABASE_MIGRATION_URL or DATABASE_URL, in the",
    "environment or in .env; where there is none, on the service's own in DATA_DIRECTORY, started unless it runs.",
    exitCodes,
  ].join("\n");
}

/** What one command does. */
export function commandHelp(command: Command): string {
  const { name, usage, summary, details } = command;
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    "",
    `  ${`npm run db -- ${name} ${usage}`.trim()} [options]`,
    ...(details === undefined ? [] : ["", details]),
    "",
    ...columns(optionLines(optionsOf(command))),
    "",
    exitCodes,
  ].join("\n");
}

function optionLines(options: Readonly<Record<string, Option>>): [string, string][] {
  return Object.entries(options).map(([name, { value, summary }]) => [
    `--${name}${value === undefined ? "" : ` <${value}>`}`,
    summary,
  ]);
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
