import type { Sql } from "postgres";
import { arrayOf, objectOf, orNull } from "./typescript-text.ts";
import { camelCase, findType } from "#infrastructure/shared/database/types/types.ts";
import type { ValueType } from "#infrastructure/shared/database/types/value-type.ts";

/** How a PostgreSQL type appears in generated code. */
export interface CompiledType {
  /** Of an array: with elements that can be NULL. */
  readonly typescript: string;
  /** What stands in its place inside JSON. */
  readonly json: string;
  /** The OID to send a parameter with; 0 lets PostgreSQL infer it, for types whose OID differs per database. */
  readonly parameterType: number;
  readonly valueType: ValueType;
  /** The type of an array's elements. */
  readonly element?: CompiledType;
}

export interface TypeCatalog {
  /** The TypeScript side of a type, or undefined where there is none. */
  typeOf(oid: number): CompiledType | undefined;
  typeName(oid: number): string;
}

interface TypeRow {
  readonly oid: number;
  readonly name: string;
  readonly kind: string;
  readonly category: string;
  readonly base: number;
  readonly element: number | null;
  readonly labels: readonly string[];
  /** Of a composite type, not of a table's rows. */
  readonly fields: readonly { readonly name: string; readonly type: number }[] | null;
}

/** Reads every type of the database, once. */
export async function readTypes(sql: Sql): Promise<TypeCatalog> {
  const rows = await sql<TypeRow[]>`
    SELECT t.oid::int, format_type(t.oid, NULL) AS name, t.typtype AS kind, t.typcategory AS category,
      t.typbasetype::int AS base,
      (SELECT e.oid::int FROM pg_type e WHERE e.typarray = t.oid) AS element,
      (SELECT coalesce(json_agg(enumlabel ORDER BY enumsortorder), '[]') FROM pg_enum WHERE enumtypid = t.oid) AS labels,
      (SELECT json_agg(json_build_object('name', a.attname, 'type', a.atttypid::int) ORDER BY a.attnum)
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.oid = t.typrelid AND c.relkind = 'c') AS fields
    FROM pg_type t`;
  const types = new Map(rows.map((type) => [type.oid, type]));

  const typeOf = (oid: number): CompiledType | undefined => {
    const builtIn = findType(oid);
    const type = types.get(oid);
    if (builtIn !== undefined) {
      return builtIn.element === undefined
        ? { typescript: builtIn.typescript, json: jsonOf(builtIn), parameterType: oid, valueType: oid }
        : arrayType(typeOf(builtIn.element.oid), oid, oid);
    }
    if (type === undefined) return undefined;
    if (type.element !== null) return arrayType(typeOf(type.element), 0);
    switch (type.kind) {
      case "d":
        return typeOf(type.base);
      case "e":
        return textual(type.labels.map((label) => JSON.stringify(label)).join(" | ") || "never");
      case "c":
        return type.fields === null
          ? undefined
          : compositeOf(type.fields.map((field) => ({ ...field, of: typeOf(field.type) })));
      case "r":
      case "m":
        return textual("string");
      default:
        return type.category === "S" ? textual("string") : undefined;
    }
  };
  return { typeOf, typeName: (oid) => types.get(oid)?.name ?? String(oid) };
}

function textual(typescript: string): CompiledType {
  return { typescript, json: typescript, parameterType: 0, valueType: 0 };
}

function arrayType(
  element: CompiledType | undefined,
  parameterType: number,
  valueType?: ValueType,
): CompiledType | undefined {
  if (element === undefined) return undefined;
  return {
    typescript: arrayOf(element.typescript, true),
    json: arrayOf(element.json, true),
    parameterType,
    valueType: valueType ?? { array: element.valueType },
    element,
  };
}

interface CompositeField {
  readonly name: string;
  readonly of: CompiledType | undefined;
}

/** Any field can be NULL: composite types have no NOT NULL. */
function compositeOf(fields: readonly CompositeField[]): CompiledType | undefined {
  const known = fields.flatMap(({ name, of }) => (of === undefined ? [] : { name, key: camelCase(name), of }));
  if (known.length < fields.length || new Set(known.map(({ key }) => key)).size < fields.length) return undefined;
  return {
    typescript: objectOf(known.map(({ key, of }) => [key, orNull(of.typescript, true)])),
    json: objectOf(known.map(({ name, of }) => [name, orNull(of.json, true)])),
    parameterType: 0,
    valueType: { fields: Object.fromEntries(known.map(({ key, of }) => [key, of.valueType])) },
  };
}

/** JSON knows booleans, numbers and strings. */
function jsonOf({ name, typescript }: { readonly name: string; readonly typescript: string }): string {
  if (name === "int8" || name === "numeric") return "number";
  return ["boolean", "number", "unknown"].includes(typescript) ? typescript : "string";
}
