import { DataSourceMisuse } from "./errors.ts";
import { encoderOf, type ValueFormat } from "./types/value-format.ts";
import { kindOf } from "./types/types.ts";

interface ParameterList {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly sideBySide?: readonly (readonly string[])[];
  readonly parameterFormats?: Readonly<Record<string, ValueFormat>>;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * Makes the function that takes a statement's values, in the order of its positions, from the object of its caller.
 * What depends on the statement alone is done here, once.
 */
export function valuesReader(statement: ParameterList): (parameters: object | undefined) => unknown[] {
  const readers = statement.parameters.map((name) => {
    const read = reader(statement, name);
    const format = statement.parameterFormats?.[name];
    if (format === undefined) return read;
    const encode = encoderOf(format);
    return (given: Given) => explained(statement, name, () => encode(read(given)));
  });
  return (parameters = {}) => {
    const given = parameters as Given;
    if (statement.sideBySide !== undefined) expectOneLength(statement, statement.sideBySide, given);
    return readers.map((read) => read(given));
  };
}

function expectOneLength({ name }: ParameterList, sideBySide: readonly (readonly string[])[], given: Given): void {
  for (const names of sideBySide) {
    const lengths = names.map((parameter) => (given[parameter] as readonly unknown[] | null | undefined)?.length);
    if (new Set(lengths).size < 2) continue;
    const found = names.map((parameter, index) => `${parameter} has ${lengths[index]}`).join(", ");
    throw new DataSourceMisuse(`${name}: expected arrays of one length, but ${found}.`, { statement: name });
  }
}

function reader(statement: ParameterList, name: string): (given: Given) => unknown {
  const [list = "", field] = name.split(".");
  if (field === undefined) return (given) => given[name];
  return (given) => {
    const items = given[list];
    if (Array.isArray(items)) return items.map((item: Given) => item[field]);
    throw new DataSourceMisuse(`${statement.name}, parameter ${list}: expected an array, but got ${kindOf(items)}.`, {
      statement: statement.name,
    });
  };
}

function explained(statement: ParameterList, parameter: string, encode: () => unknown): unknown {
  try {
    return encode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataSourceMisuse(`${statement.name}, parameter ${parameter}: ${reason}`, { statement: statement.name });
  }
}
