import { parseArgs } from "node:util";
import type { Command, Option } from "./command.ts";
import { suggestion } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

export interface ParsedArguments {
  /** Undefined: only options came. */
  readonly command: Command | undefined;
  readonly arguments: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** The options that every command has. */
export const commonOptions: Readonly<Record<string, Option>> = {
  json: { type: "boolean", summary: "one JSON document on stdout" },
  directory: { type: "string", value: "folder", summary: "the migrations, with order.ts (default: migrations)" },
  help: { type: "boolean", summary: "this text" },
};

const confirmation: Readonly<Record<string, Option>> = {
  yes: { type: "boolean", summary: "don't ask" },
};

/** All options of a command, its own first. */
export function optionsOf(command: Command): Readonly<Record<string, Option>> {
  return { ...command.options, ...(command.destructive ? confirmation : {}), ...commonOptions };
}

/** Understands a command line. @throws UsageError that names what isn't understood, and what may have been meant */
export function parseArguments(commands: readonly Command[], args: readonly string[]): ParsedArguments {
  // Else it would be read as options of one letter.
  const negative = args.find((argument) => /^-\d/.test(argument));
  if (negative !== undefined) throw new UsageError(`Expected a whole number of at least 1, but ${negative} came.`);
  const name = firstPositional(commands, args);
  const command = commands.find((candidate) => candidate.name === name);
  if (name !== undefined && command === undefined) {
    const names = commands.map((candidate) => candidate.name);
    throw new UsageError(
      `There is no command "${name}".${suggestion(name, names)} Expected one of ${names.join(", ")}.`,
    );
  }
  const options = command === undefined ? commonOptions : optionsOf(command);
  refuseUnknown(options, args, command);
  const config = Object.fromEntries(Object.entries(options).map(([key, { type }]) => [key, { type }]));
  const { values, positionals } = parse({ args: [...args], options: config, allowPositionals: true });
  const rest = positionals.slice(1);
  // Whoever asks for help needn't know what else is needed.
  if (command !== undefined && values["help"] !== true) checkCount(command, rest);
  return { command, arguments: rest, values: values as ParsedArguments["values"] };
}

/** Told apart from the value of an option, which may stand before it. */
function firstPositional(commands: readonly Command[], args: readonly string[]): string | undefined {
  const options = Object.fromEntries(
    commands.flatMap((command) => Object.entries(optionsOf(command)).map(([key, { type }]) => [key, { type }])),
  );
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true }).positionals[0];
}

function parse(config: Parameters<typeof parseArgs>[0]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function refuseUnknown(options: Readonly<Record<string, Option>>, args: readonly string[], command?: Command): void {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option" || token.name in options) continue;
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(
      `${command === undefined ? "" : `${command.name}: `}There is no option ${token.rawName}.` +
        `${suggestion(token.rawName, known)} Expected ${known.join(", ")}.`,
    );
  }
}

function checkCount({ name, usage, arity: [least, most] }: Command, args: readonly string[]): void {
  if (args.length >= least && args.length <= most) return;
  const came = args.length === 0 ? "nothing" : `"${args.join(" ")}"`;
  throw new UsageError(`Expected \`${`npm run db -- ${name} ${usage}`.trim()}\`, but after ${name} ${came} came.`);
}
