import type { TSchema } from "@sinclair/typebox";
import { schemaCodec } from "./schema-codec.ts";
import { codecOf, type ValueType } from "./value-type.ts";

/** How a column is read or a parameter is written, where the OID of its type doesn't say it. */
export interface ValueFormat {
  /** What PostgreSQL's text of it holds. */
  readonly type?: ValueType;
  /** What its value is checked and transformed by. */
  readonly schema?: TSchema;
  /** Whether null passes by the schema. */
  readonly nullable?: boolean;
}

type Conversion = (value: unknown) => unknown;

/** Turns what the driver has read into what the caller gets. It throws a RangeError or TypeError that never says a value. */
export function decoderOf({ type, schema, nullable = false }: ValueFormat): Conversion {
  const codec = type === undefined ? undefined : codecOf(type);
  const check = schema === undefined ? undefined : schemaCodec(schema);
  return (value) => {
    const parsed = codec === undefined || value === null ? value : codec.parse(value as string);
    return check === undefined || (nullable && parsed === null) ? parsed : check.decode(parsed);
  };
}

/** Turns what the caller gives into what `serializerOf` takes. It throws as `decoderOf` does. */
export function encoderOf({ type, schema }: ValueFormat): Conversion {
  const codec = type === undefined ? undefined : codecOf(type);
  const check = schema === undefined ? undefined : schemaCodec(schema);
  return (value) => {
    if (value === null) return null;
    const encoded = check === undefined ? value : check.encode(value);
    return codec === undefined ? encoded : codec.serialize(encoded);
  };
}
