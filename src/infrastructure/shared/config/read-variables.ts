import { Ajv } from "ajv";
import { ConfigurationError, type VariableFault } from "./configuration-error.ts";
import { formats } from "./formats.ts";
import { Variables, type VariableSchema, variableSchemas } from "./variables.ts";

const ajv = new Ajv({ allErrors: true, useDefaults: true });
ajv.addVocabulary(["secret", "requiredInProduction", "refusedInProduction"]);
for (const [name, { accepts }] of Object.entries(formats)) ajv.addFormat(name, accepts);
const validate = ajv.compile<Variables>(Variables);

/**
 * The variables with their types and defaults. An empty text counts as not set.
 *
 * @throws ConfigurationError naming every faulty variable
 */
export function readVariables(environment: NodeJS.ProcessEnv): Variables {
  const given: Record<string, string> = {};
  const read: Record<string, string | number> = {};
  for (const [name, { type }] of Object.entries(variableSchemas)) {
    const value = environment[name]?.trim() ?? "";
    if (value === "") continue;
    given[name] = value;
    read[name] = type === "integer" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  }
  const unfit = given["NODE_ENV"] === "production" ? Object.keys(variableSchemas).filter(isUnfit(given)) : [];
  if (validate(read) && unfit.length === 0) return read;
  const wrong = (validate.errors ?? []).map((error) => error.instancePath.slice(1));
  throw new ConfigurationError([...new Set([...wrong, ...unfit])].map((name) => faultOf(name, given[name])));
}

/** Whether production can't do with what was given. */
function isUnfit(given: Readonly<Record<string, string>>): (name: string) => boolean {
  return (name) => {
    const { requiredInProduction, refusedInProduction, default: preset } = variableSchemas[name] ?? {};
    if (requiredInProduction === true) return given[name] === undefined;
    return refusedInProduction === true && given[name] !== undefined && given[name] !== preset;
  };
}

function faultOf(name: string, value: string | undefined): VariableFault {
  const schema = variableSchemas[name];
  const explained = formats[schema?.format ?? ""]?.explain?.(value ?? "");
  const came = schema?.secret === true ? "something else came (not shown: it is a secret)" : `"${value}" came`;
  return {
    name,
    expected: expectation(schema),
    received: value === undefined ? "it is not set" : [came, explained].join(explained ? ". " : ""),
  };
}

/** What the schema asks for, in words. */
function expectation(schema: Partial<VariableSchema> = {}): string {
  const { type, enum: values, format, minimum, maximum, minLength, refusedInProduction, default: preset } = schema;
  if (refusedInProduction === true) return `one of ${(values ?? []).join(", ")}; in production only ${preset}`;
  if (values !== undefined) return `one of ${values.join(", ")}`;
  if (type === "integer") return `a whole number from ${minimum} to ${maximum}`;
  if (format !== undefined) return formats[format]?.expected ?? format;
  return minLength === undefined ? "text" : `text of at least ${minLength} characters`;
}
