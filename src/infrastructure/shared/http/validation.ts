import { Ajv, type AnySchema, type Options } from "ajv";
import ajvFormats from "ajv-formats";
import type { FastifySchemaCompiler, FastifyServerOptions } from "fastify";
import { assertTight } from "./tight-schemas.ts";

const options: Options = {
  allErrors: true,
  useDefaults: true,
  allowUnionTypes: true,
  strict: true,
  strictRequired: false,
  addUsedSchema: false,
  // requestFaults reads the schema of an error
  verbose: true,
};

/** Takes JSON as it is: the text "2" is no number. */
export function strictAjv(): Ajv {
  return ajvFormats.default(new Ajv(options));
}

/** Takes text for numbers and booleans, and one value for a list of one: what an URL can say. */
export function coercingAjv(): Ajv {
  // With strictNumbers Ajv skips minimum and maximum for what became Infinity: "Infinity", "1e999".
  return ajvFormats.default(new Ajv({ ...options, coerceTypes: "array", strictNumbers: false }));
}

/** Bodies are taken literally; everything else comes as text and is converted. */
function buildCompiler(sharedSchemas: Record<string, AnySchema>): FastifySchemaCompiler<AnySchema> {
  const body = strictAjv();
  const rest = coercingAjv();
  for (const schema of Object.values(sharedSchemas)) {
    body.addSchema(schema);
    rest.addSchema(schema);
  }
  return ({ schema, method, url, httpPart }) => {
    assertTight(schema, `${method} ${url}`, httpPart ?? "body");
    return (httpPart === "body" ? body : rest).compile(schema);
  };
}

type ValidatorFactory = NonNullable<
  NonNullable<NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]>["buildValidator"]
>;

/** `buildCompiler` for Fastify, whose type for it describes Ajv's `compile` instead of what Fastify really calls. */
export const buildValidator = buildCompiler as unknown as ValidatorFactory;
