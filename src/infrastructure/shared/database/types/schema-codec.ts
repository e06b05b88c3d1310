import type { TSchema } from "@sinclair/typebox";
import { type TypeCheck, TypeCompiler } from "@sinclair/typebox/compiler";
import { TransformDecodeCheckError, TransformEncodeCheckError } from "@sinclair/typebox/value";

interface SchemaCodec {
  readonly decode: (value: unknown) => unknown;
  readonly encode: (value: unknown) => unknown;
}

/**
 * Checks values by a TypeBox schema, and transforms them where it says so. The schema is compiled at its first use.
 *
 * Both throw a TypeError that names the place in the value, never the value: it may be a secret.
 */
export function schemaCodec(schema: TSchema): SchemaCodec {
  let compiled: TypeCheck<TSchema> | undefined;
  const guarded = (work: (check: TypeCheck<TSchema>) => unknown): unknown => {
    compiled ??= TypeCompiler.Compile(schema);
    try {
      return work(compiled);
    } catch (error) {
      // TypeBox's errors carry the value.
      // oxlint-disable-next-line eslint/preserve-caught-error -- it would bring the value into logs
      throw new TypeError(reasonOf(error));
    }
  };
  return {
    decode: (value) => guarded((check) => check.Decode(value)),
    encode: (value) => guarded((check) => check.Encode(value)),
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof TransformDecodeCheckError || error instanceof TransformEncodeCheckError) {
    const { path, message } = error.error;
    const where = path === "" ? "" : ` at ${path}`;
    return `expected what its schema says, but${where} it isn't: ${message}.`;
  }
  const path = error instanceof Error && "path" in error ? String(error.path) : "";
  return `the transformation of its schema failed${path === "" ? "" : ` at ${path}`}.`;
}
