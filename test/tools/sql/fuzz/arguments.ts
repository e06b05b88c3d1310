import type { Parameter } from "#tools/sql/compiled-statement.ts";

/** By the TypeScript type that the compiler has found: two values of each, in SQL. */
const values: Readonly<Record<string, readonly [string, string]>> = {
  number: ["1", "2"],
  string: ["'x'", "''"],
  boolean: ["true", "false"],
  Date: ["'infinity'", "now()"],
  "readonly number[]": ["'{1,2}'", "'{2,3}'"],
  "readonly (number | null)[]": ["'{1,NULL}'", "'{NULL,NULL}'"],
};

/**
 * What to run a query with, in SQL: NULL wherever the types of its parameters let a caller pass it, and twice values.
 * One empty list without parameters.
 */
export function argumentLists(parameters: readonly Parameter[]): string[][] {
  if (parameters.length === 0) return [[]];
  return [
    parameters.map((parameter) => (acceptsNull(parameter) ? "NULL" : valuesOf(parameter)[0])),
    parameters.map((parameter) => valuesOf(parameter)[0]),
    parameters.map((parameter) => valuesOf(parameter)[1]),
  ];
}

function acceptsNull({ typescript }: Parameter): boolean {
  return typescript === "unknown" || typescript.endsWith("| null");
}

function valuesOf({ name, typescript }: Parameter): readonly [string, string] {
  if (typescript === "unknown") return [`'{"a": null}'`, "'null'"];
  const found = values[typescript.replace(/ \| null$/, "")];
  if (found === undefined) throw new Error(`The fuzzer has no value for the parameter ${name} of type ${typescript}.`);
  return found;
}
