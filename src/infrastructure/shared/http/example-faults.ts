import type { FastifySchema } from "fastify";
import type { Fault } from "./request-fault.ts";
import { faultsOf } from "./request-faults.ts";
import { coercingAjv, strictAjv } from "./validation.ts";

const strict = strictAjv();
const coercing = coercingAjv();

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
}

/**
 * What the service finds wrong with a request that is empty: without a field in its body, or else with empty texts for
 * parameters. Empty when such a request is right.
 */
export function exampleFaults({ body, querystring, params, headers }: FastifySchema): Fault[] {
  const faultsOfEmpty = [
    () => (isJson(body) ? faults(strict, body, {}, "/body") : []),
    () => faults(coercing, querystring, emptyTexts(querystring), "/query"),
    () => faults(coercing, params, emptyTexts(params), "/params"),
    () => faults(coercing, headers, {}, "/headers"),
  ];
  for (const find of faultsOfEmpty) {
    const found = find();
    if (found.length > 0) return found;
  }
  return [];
}

/** Not the schemas of a body that is read otherwise, one for each media type. */
export function isJson(body: unknown): boolean {
  return body !== undefined && !Object.hasOwn(body as object, "content");
}

function faults(ajv: typeof strict, schema: unknown, value: unknown, pointer: string): Fault[] {
  if (schema === undefined) return [];
  const validate = ajv.compile(schema as object);
  return validate(value) ? [] : faultsOf(validate.errors ?? [], pointer);
}

function emptyTexts(schema: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.keys((schema as ObjectSchema | undefined)?.properties ?? {}).map((name) => [name, ""]),
  );
}
