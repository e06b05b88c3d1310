import type { ValidateFunction } from "ajv";
import { strictAjv } from "#infrastructure/shared/http/validation.ts";
import type { Schema } from "./document.ts";

const ajv = strictAjv();
const compiled = new WeakMap<Schema, ValidateFunction>();

/** Validates as the service does bodies: nothing is converted. */
export function validatorOf(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validate = ajv.compile(withoutDefaults(schema) as Schema);
  compiled.set(schema, validate);
  return validate;
}

/** Whether `text` says, in an URL or a header, a value of `schema`. */
export function saysValueOf(schema: Schema, text: string): boolean {
  if (schema["anyOf"] !== undefined) return (schema["anyOf"] as Schema[]).some((part) => saysValueOf(part, text));
  const { type } = schema;
  if (type === "boolean") return text === "true" || text === "false";
  if (type === "integer" || type === "number") return text !== "" && validatorOf(schema)(Number(text));
  return validatorOf(schema)(text);
}

/** Ajv would put them into what it validates. */
function withoutDefaults(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutDefaults);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).filter(([key, value]) => key !== "default" || typeof value === "object");
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutDefaults(value)]));
}
