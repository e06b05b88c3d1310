import { parseArgs } from "node:util";

export interface NumberOption {
  readonly default: number;
  /** What is less is refused; without it nothing is. */
  readonly least?: number;
  /** Whether there may be decimals. */
  readonly decimals?: boolean;
}

/**
 * The options of the program that runs, before it begins. With `--help` it prints that and ends with 0; of a command line
 * that isn't understood it says on stderr what was expected, and ends with 2.
 *
 * @param help what `--help` prints
 * @param numbers the options that expect a number
 * @param texts the names of those that take anything and have no default
 */
export function readProgramOptions<Name extends string, Text extends string = never>(
  help: string,
  numbers: Readonly<Record<Name, NumberOption>>,
  texts: readonly Text[] = [],
): Record<Name, number> & Partial<Record<Text, string>> {
  try {
    const names = Object.keys(numbers) as Name[];
    const taken = Object.fromEntries([...names, ...texts].map((name) => [name, { type: "string" as const }]));
    const { values } = parseArgs({ options: { ...taken, help: { type: "boolean" } } });
    const { help: helpWanted, ...given }: Partial<Record<string, string | boolean>> = values;
    if (helpWanted === true) {
      process.stdout.write(help);
      process.exit(0);
    }
    const read = names.map((name) => [name, readNumber(name, given[name], numbers[name])] as const);
    return { ...given, ...Object.fromEntries(read) } as Record<Name, number> & Partial<Record<Text, string>>;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`);
    process.exit(2);
  }
}

function readNumber(name: string, text: string | boolean | undefined, option: NumberOption): number {
  const { default: usual, least, decimals = false } = option;
  if (text === undefined) return usual;
  const value = Number(text);
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(String(text)) && (decimals || Number.isSafeInteger(value));
  if (isNumber && value >= (least ?? value)) return value;
  const expected = `a ${decimals ? "" : "whole "}number${least === undefined ? "" : ` from ${least} on`}`;
  throw new Error(`--${name} expects ${expected}, but got ${JSON.stringify(text)}.`);
}
