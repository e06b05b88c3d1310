import { parseArray, serializeArray } from "./array-text.ts";
import { parseComposite, serializeComposite } from "./composite-text.ts";
import { findType, kindOf, textType } from "./types.ts";

/**
 * A type as the generated files name it. The OIDs of enums, domains, composite types and their arrays differ per
 * database, so they are described by what they are made of.
 */
export type ValueType =
  /** The OID of a type of the table in types.ts; 0 for any other, read and written as PostgreSQL's text. */
  | number
  | { readonly array: ValueType }
  /** A composite type: its fields in order, by their names in TypeScript. */
  | { readonly fields: Readonly<Record<string, ValueType>> };

interface Codec {
  readonly parse: (text: string) => unknown;
  /** @throws TypeError for a value of the wrong kind; RangeError for one that PostgreSQL can't store */
  readonly serialize: (value: unknown) => string;
}

/** How values of a type travel as PostgreSQL's text. `null` is not its business. */
export function codecOf(type: ValueType): Codec {
  if (typeof type === "number") return findType(type) ?? textType;
  return "array" in type ? arrayCodec(codecOf(type.array)) : compositeCodec(Object.entries(type.fields));
}

function arrayCodec(element: Codec): Codec {
  return {
    parse: (text) => parseArray(text, element.parse),
    serialize: (value) => {
      if (!Array.isArray(value)) throw new TypeError(`expected an array, but got ${kindOf(value)}.`);
      return serializeArray(value, element.serialize);
    },
  };
}

function compositeCodec(types: readonly (readonly [name: string, type: ValueType])[]): Codec {
  const fields = types.map(([name, type]) => ({ name, codec: codecOf(type) }));
  return {
    parse: (text) => {
      const texts = parseComposite(text);
      const entries = fields.map(({ name, codec }, index) => {
        const field = texts[index] ?? null;
        return [name, field === null ? null : codec.parse(field)] as const;
      });
      return Object.fromEntries(entries);
    },
    serialize: (value) => {
      if (typeof value !== "object" || value === null)
        throw new TypeError(`expected an object, but got ${kindOf(value)}.`);
      const given = value as Readonly<Record<string, unknown>>;
      return serializeComposite(
        fields.map(({ name, codec }) => {
          const field = given[name];
          return field === null ? null : codec.serialize(field);
        }),
      );
    },
  };
}
