import type { Call, Command, Outcome } from "./command.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { readProject } from "./project.ts";
import { openTarget, type TargetDatabase } from "./target-database.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** The migrations, where `--directory` doesn't say otherwise. */
  readonly migrationsDirectory: string;
  /** Called with the database as soon as it is open, so that it can be closed when the process is interrupted. */
  readonly onOpen?: (target: Promise<TargetDatabase>) => void;
}

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
export async function runCommandLine(
  commands: readonly Command[],
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { terminal } = surroundings;
  const json = args.includes("--json");
  try {
    const { command, arguments: rest, values } = parseArguments(commands, args);
    if (values["help"] === true || command === undefined) {
      const help = command === undefined ? generalHelp(commands) : commandHelp(command);
      if (values["help"] !== true) throw new UsageError(`Expected a command.\n\n${help}`);
      terminal.out(json ? JSON.stringify({ ok: true, help }) : help);
      return 0;
    }
    const outcome = await runCommand(command, rest, values, surroundings);
    if (json) terminal.out(JSON.stringify({ ok: outcome.ok, ...outcome.json }, undefined, 2));
    else if (outcome.text !== "") terminal.out(outcome.text);
    return outcome.ok ? 0 : 1;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (json) terminal.out(JSON.stringify({ ok: false, error: { name, message } }, undefined, 2));
    else terminal.err(isMistakeInCode(error) ? ((error as Error).stack ?? message) : message);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function runCommand(
  command: Command,
  args: readonly string[],
  values: Readonly<Record<string, string | boolean | undefined>>,
  { environment, terminal, migrationsDirectory, onOpen }: Surroundings,
): Promise<Outcome> {
  const progress = (line: string): void => terminal.err(line);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  let target: Promise<TargetDatabase> | undefined;
  const open = (): Promise<TargetDatabase> => {
    const opening = openTarget(environment, progress);
    onOpen?.(opening);
    return opening;
  };
  const call: Call = {
    command,
    arguments: args,
    flag: (name) => values[name] === true,
    text,
    project: () => readProject(text("directory") ?? migrationsDirectory),
    target: () => (target ??= open()),
    terminal,
    progress,
  };
  try {
    return await command.run(call);
  } finally {
    // One that didn't open has nothing to close, and has told why already.
    await (await target?.catch(() => undefined))?.close();
  }
}

/** Then the place tells more than the message. */
function isMistakeInCode(error: unknown): boolean {
  return [TypeError, ReferenceError, SyntaxError, RangeError].some((type) => error instanceof type);
}
