import { parseArgs } from "node:util";
import { type LibraryName, libraryNames } from "./libraries.ts";
import { type OperationName, operationNames } from "./operations.ts";

export interface Arguments {
  readonly help: boolean;
  readonly compileSql: boolean;
  readonly rounds: number;
  /** Of one measurement, and of the warm-up before it. */
  readonly milliseconds: number;
  /** Queries before an aged process is measured; 0: none is. */
  readonly queriesBefore: number;
  readonly libraries: readonly LibraryName[];
  readonly operations: readonly OperationName[];
  /** The folder of the report. */
  readonly output: string;
}

export const help = `Measures five operations on Plinth and other libraries. See docs/benchmarks.md.

  npm run bench                             all of it, for about an hour
  npm run bench -- --quick                  a round, to see that it works; the numbers say little

  --only plinth,kysely                      these libraries: ${libraryNames.join(", ")}
  --operations find,update                  these operations: ${operationNames.join(", ")}
  --rounds 5                                how often all of it is measured
  --milliseconds 1000                       of one measurement, and of the warm-up before it
  --queries-before 200000                   of an aged process, before it is measured; 0: measure fresh ones only
  --output bench/results                    the folder of the report; with --quick .data/bench
  --compile-sql                             compile bench/sql, as npm run sql does with sql, and measure nothing
  --help                                    this text

BENCH_DATABASE_URL names another server than the one that is started for it; a database is created there and dropped.
`;

/** @throws Error that says what was expected, what came and what to do */
export function readArguments(given: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      help: { type: "boolean", default: false },
      "compile-sql": { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      operations: { type: "string" },
      rounds: { type: "string" },
      milliseconds: { type: "string" },
      "queries-before": { type: "string" },
      output: { type: "string" },
    },
  });
  const { quick } = values;
  return {
    help: values.help,
    compileSql: values["compile-sql"],
    rounds: readNumber("--rounds", values.rounds ?? (quick ? "1" : "5"), 1),
    milliseconds: readNumber("--milliseconds", values.milliseconds ?? (quick ? "30" : "1000"), 1),
    queriesBefore: readNumber("--queries-before", values["queries-before"] ?? (quick ? "500" : "200000"), 0),
    libraries: readNames("--only", values.only, libraryNames),
    operations: readNames("--operations", values.operations, operationNames),
    output: values.output ?? (quick ? ".data/bench" : "bench/results"),
  };
}

function readNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new Error(`${option} expects a whole number from ${least} on, but got ${JSON.stringify(text)}.`);
}

function readNames<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (text === undefined) return known;
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) {
    throw new Error(
      `${option} expects some of ${known.join(", ")}, separated by commas, but got ${unknown.join(", ")}.`,
    );
  }
  return known.filter((name) => names.includes(name));
}
