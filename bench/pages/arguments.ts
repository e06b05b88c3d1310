import { parseArgs } from "node:util";
import type { List } from "#test/support/lists/list.ts";
import { filteredLists, lists } from "#test/support/lists/lists.ts";

export interface Arguments {
  readonly help: boolean;
  readonly rows: number;
  readonly rounds: number;
  readonly lists: readonly List[];
}

const all = [...lists, ...filteredLists];

export const help = `Compares the thousandth page of every list with its first, through the whole service. See docs/benchmarks.md.

  npm run bench:pages                       all lists on 1,000,000 rows each, for about 20 minutes

  --rows 1000000                            that each list has, from 20,000 on
  --only users,orders                       lists whose names begin so
  --rounds 5                                each of 20 times both pages, in turn
  --help                                    this text

It ends with exit code 1 when a thousandth page, or the last one where there are fewer, takes more than 1.5 times as
long as the first, or, without a filter, touches more than 1.5 times as many blocks. The lists:

${all.map(({ name }) => `  ${name}`).join("\n")}
`;

/** @throws Error that says what was expected, what came and what to do */
export function readArguments(given: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      help: { type: "boolean", default: false },
      rows: { type: "string", default: "1000000" },
      only: { type: "string", default: "" },
      rounds: { type: "string", default: "5" },
    },
  });
  const beginnings = values.only.split(",").map((name) => name.trim());
  const unknown = beginnings.filter((beginning) => !all.some(({ name }) => name.startsWith(beginning)));
  if (unknown.length > 0) {
    throw new Error(
      `--only expects beginnings of ${all.map(({ name }) => name).join(", ")}, but got ${unknown.join()}.`,
    );
  }
  return {
    help: values.help,
    rows: readNumber("--rows", values.rows, 20_000),
    rounds: readNumber("--rounds", values.rounds, 1),
    lists: all.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning))),
  };
}

function readNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new Error(`${option} expects a whole number from ${least} on, but got ${JSON.stringify(text)}.`);
}
