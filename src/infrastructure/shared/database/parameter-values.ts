import { DataSourceMisuse } from "./errors.ts";
import type { Statement } from "./statement.ts";
import { kindOf, serializerOf } from "./types/types.ts";
import { encoderOf } from "./types/value-format.ts";

type Given = Readonly<Record<string, unknown>>;
type ParameterReader = (given: Given) => string | null;

const known = new WeakMap<Statement, (parameters: object) => (string | null)[]>();

/**
 * The values of a statement as PostgreSQL's text, in the order of its positions: all or nothing, so that a fault is found
 * before the driver has seen anything.
 *
 * @param parameters the values by the names of the statement's parameters
 * @throws DataSourceMisuse that names the parameter, never its value
 */
export function encodeParameters(statement: Statement, parameters: object): (string | null)[] {
  let encode = known.get(statement);
  if (encode === undefined) known.set(statement, (encode = parametersEncoder(statement)));
  return encode(parameters);
}

/** What depends on the statement alone is done here, once. */
function parametersEncoder(statement: Statement): (parameters: object) => (string | null)[] {
  const { sideBySide } = statement;
  const readers = statement.parameters.map((name, index) => parameterReader(statement, name, index));
  return (parameters) => {
    const given = parameters as Given;
    if (sideBySide !== undefined) expectOneLength(statement, sideBySide, given);
    const texts: (string | null)[] = [];
    for (const read of readers) texts.push(read(given));
    return texts;
  };
}

function parameterReader(statement: Statement, name: string, index: number): ParameterReader {
  const read = valueReader(statement, name);
  const format = statement.parameterFormats?.[name];
  const prepare = format === undefined ? undefined : encoderOf(format);
  const serialize = serializerOf(statement.parameterTypes[index] ?? 0);
  return (given) => {
    try {
      const value = prepare === undefined ? read(given) : prepare(read(given));
      return value === null ? null : serialize(value);
    } catch (error) {
      if (error instanceof DataSourceMisuse) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new DataSourceMisuse(`${statement.name}, parameter ${name}: ${reason}`, { statement: statement.name });
    }
  };
}

/** `items.price` reads the prices of `items`. */
function valueReader(statement: Statement, name: string): (given: Given) => unknown {
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

function expectOneLength({ name }: Statement, sideBySide: readonly (readonly string[])[], given: Given): void {
  for (const names of sideBySide) {
    const lengths = names.map((parameter) => (given[parameter] as readonly unknown[] | null | undefined)?.length);
    if (new Set(lengths).size < 2) continue;
    const found = names.map((parameter, index) => `${parameter} has ${lengths[index]}`).join(", ");
    throw new DataSourceMisuse(`${name}: expected arrays of one length, but ${found}.`, { statement: name });
  }
}
