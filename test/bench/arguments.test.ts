import { describe, expect, test } from "vitest";
import { readArguments } from "../../bench/arguments.ts";

describe("the arguments of the benchmark", () => {
  test("are all libraries and operations, unless chosen", () => {
    const { libraries, operations, help } = readArguments([]);
    expect(libraries).toHaveLength(10);
    expect(operations).toEqual(["find", "update", "create", "page", "insert"]);
    expect(help).toBe(false);
  });

  test("choose libraries and operations, in the order of the report", () => {
    const { libraries, operations } = readArguments(["--only", "kysely, plinth", "--operations", "update,find"]);
    expect(libraries).toEqual(["plinth", "kysely"]);
    expect(operations).toEqual(["find", "update"]);
  });

  test("are smaller with --quick, which doesn't write over the results", () => {
    const [quick, full] = [readArguments(["--quick"]), readArguments([])];
    expect(quick.rounds).toBeLessThan(full.rounds);
    expect(quick.milliseconds).toBeLessThan(full.milliseconds);
    expect(quick.queriesBefore).toBeLessThan(full.queriesBefore);
    expect(quick.output).not.toBe(full.output);
  });

  test("can be set one by one beside --quick", () => {
    const given = ["--quick", "--rounds", "2", "--milliseconds", "7", "--queries-before", "0", "--output", "x"];
    expect(readArguments(given)).toMatchObject({ rounds: 2, milliseconds: 7, queriesBefore: 0, output: "x" });
  });

  test.for([
    ["an unknown library", ["--only", "plinth,knex"], "--only expects some of plinth, .* but got knex"],
    ["no library", ["--only", ""], "--only expects some of"],
    ["an unknown operation", ["--operations", "delete"], "--operations expects some of find, .* but got delete"],
    ["no round", ["--rounds", "0"], '--rounds expects a whole number from 1 on, but got "0"'],
    ["half a round", ["--rounds", "1.5"], '--rounds expects a whole number from 1 on, but got "1.5"'],
    ["a text for a number", ["--milliseconds", "long"], "--milliseconds expects a whole number"],
    ["an unknown option", ["--slow"], "--slow"],
  ] as const)("refuse %s", ([, given, message]) => {
    expect(() => readArguments(given)).toThrow(new RegExp(message));
  });
});
