import { parseArray, serializeArray } from "./array-text.ts";
import { parseTimestamptz, serializeTimestamptz } from "./timestamptz.ts";

/** How values of one PostgreSQL type travel between the database and TypeScript. */
export interface PostgresType {
  readonly oid: number;
  /** As in pg_type, `int4`; an array type is `int4[]`. */
  readonly name: string;
  readonly typescript: string;
  /** The type of an array type's elements. */
  readonly element?: PostgresType;
  /** Reads PostgreSQL's text form. */
  readonly parse: (text: string) => unknown;
  /**
   * Writes PostgreSQL's text form. `null` is not its business.
   *
   * @throws TypeError for a value of the wrong kind; RangeError for one that PostgreSQL can't store
   */
  readonly serialize: (value: unknown) => string;
}

interface Conversion {
  readonly typescript: string;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  readonly parse: (text: string) => unknown;
  /** The text, or undefined for a value of the wrong kind. */
  readonly serialize: (value: unknown) => string | undefined;
}

const boolean: Conversion = {
  typescript: "boolean",
  expected: "true or false",
  parse: (text) => text === "t",
  serialize: (value) => (typeof value === "boolean" ? String(value) : undefined),
};

const integer = (lowest: number, highest: number): Conversion => ({
  typescript: "number",
  expected: "a whole number",
  parse: Number,
  serialize: (value) => {
    if (typeof value !== "number" || !Number.isInteger(value)) return undefined;
    if (value < lowest || value > highest)
      throw new RangeError(`Expected a whole number from ${lowest} to ${highest}.`);
    return String(value);
  },
});

const float: Conversion = {
  typescript: "number",
  expected: "a number",
  parse: Number,
  serialize: (value) => (typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : undefined),
};

const string = (expected = "a string"): Conversion => ({
  typescript: "string",
  expected,
  parse: (text) => text,
  serialize: (value) => (typeof value === "string" ? storable(value) : undefined),
});

const exactNumber = string('a string such as "42" (a JavaScript number is not exact)');

const instant: Conversion = {
  typescript: "Date",
  expected: "a valid Date",
  parse: parseTimestamptz,
  serialize: (value) =>
    value instanceof Date && !Number.isNaN(value.getTime()) ? serializeTimestamptz(value) : undefined,
};

const json: Conversion = {
  typescript: "unknown",
  expected: "a value that JSON can express",
  parse: (text) => JSON.parse(text) as unknown,
  serialize: (value) => {
    const text = typeof value === "bigint" ? undefined : (JSON.stringify(value) as string | undefined);
    if (text !== undefined && /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text)) throw notStorable();
    return text;
  },
};

const bytes: Conversion = {
  typescript: "Uint8Array",
  expected: "a Uint8Array",
  parse: (text) => Uint8Array.from(Buffer.from(text.slice("\\x".length), "hex")),
  serialize: (value) => (value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : undefined),
};

const range = string('a string such as "[1,10)"');
const multirange = string('a string such as "{[1,3),[5,8)}"');

/** The one table of types, for the compiler and at run time: OID, OID of its array type, name, conversion. */
const table: readonly (readonly [oid: number, arrayOid: number, name: string, conversion: Conversion])[] = [
  [16, 1000, "bool", boolean],
  [21, 1005, "int2", integer(-32_768, 32_767)],
  [23, 1007, "int4", integer(-2_147_483_648, 2_147_483_647)],
  [26, 1028, "oid", integer(0, 4_294_967_295)],
  [20, 1016, "int8", exactNumber],
  [1700, 1231, "numeric", exactNumber],
  [700, 1021, "float4", float],
  [701, 1022, "float8", float],
  [25, 1009, "text", string()],
  [1043, 1015, "varchar", string()],
  [1042, 1014, "bpchar", string()],
  [18, 1002, "char", string()],
  [19, 1003, "name", string()],
  [2950, 2951, "uuid", string()],
  [1082, 1182, "date", string('a string such as "2026-11-21"')],
  [1083, 1183, "time", string('a string such as "13:05:00"')],
  [1266, 1270, "timetz", string('a string such as "13:05:00+00"')],
  [1114, 1115, "timestamp", string('a string such as "2026-11-21 13:05:00"')],
  [1184, 1185, "timestamptz", instant],
  [1186, 1187, "interval", string('a string such as "2 days"')],
  [114, 199, "json", json],
  [3802, 3807, "jsonb", json],
  [17, 1001, "bytea", bytes],
  [869, 1041, "inet", string()],
  [650, 651, "cidr", string()],
  [829, 1040, "macaddr", string()],
  [774, 775, "macaddr8", string()],
  [1560, 1561, "bit", string()],
  [1562, 1563, "varbit", string()],
  [3614, 3643, "tsvector", string()],
  [3615, 3645, "tsquery", string()],
  [3904, 3905, "int4range", range],
  [3926, 3927, "int8range", range],
  [3906, 3907, "numrange", range],
  [3912, 3913, "daterange", range],
  [3908, 3909, "tsrange", range],
  [3910, 3911, "tstzrange", range],
  [4451, 6150, "int4multirange", multirange],
  [4536, 6157, "int8multirange", multirange],
  [4532, 6151, "nummultirange", multirange],
  [4535, 6155, "datemultirange", multirange],
  [4533, 6152, "tsmultirange", multirange],
  [4534, 6153, "tstzmultirange", multirange],
];

const types = new Map(
  table
    .flatMap(([oid, arrayOid, name, conversion]) => {
      const element = single(oid, name, conversion);
      return [element, arrayOf(element, arrayOid)];
    })
    .map((type) => [type.oid, type]),
);

/** Enums, and other types whose OID differs per database: their text form. */
export const textType = single(0, "unknown", string());

/** The built-in type, or undefined: a type of the user's own, or one without a place in the table. */
export function findType(oid: number): PostgresType | undefined {
  return types.get(oid);
}

/**
 * What makes the text of a parameter for PostgreSQL. It throws TypeError for a value of the wrong kind, RangeError for one
 * that PostgreSQL can't store.
 *
 * @param oid its compiled type, 0 where PostgreSQL infers it
 */
export function serializerOf(oid: number): (value: unknown) => string {
  return (types.get(oid) ?? textType).serialize;
}

/**
 * The `types` option of postgres.js: every parser of the table, and serializers that pass on the text that
 * `serializerOf` has made. They must not find a fault themselves: an error thrown in a serializer while another
 * statement is in flight rejects that one, and gives this statement the answer of the next.
 */
export const postgresTypes = Object.fromEntries(
  // The driver sets each key on a function, so a type's own name won't do: a function's `name` is read-only.
  [...types.values()].map(({ oid, parse }) => [`oid${oid}`, { to: oid, from: [oid], parse, serialize: passOn }]),
);

/** `created_at` → `createdAt`. Total: underscores at the ends and in a row stay, other characters too. */
export function camelCase(snake: string): string {
  return snake.replace(/(?<=[^_])_([^_])/g, (_, letter: string) => letter.toUpperCase());
}

function single(oid: number, name: string, { typescript, expected, parse, serialize }: Conversion): PostgresType {
  return {
    oid,
    name,
    typescript,
    parse,
    serialize: (value) => {
      const text = serialize(value);
      if (text === undefined) throw new TypeError(`${name}: expected ${expected}, but got ${kindOf(value)}.`);
      return text;
    },
  };
}

function arrayOf(element: PostgresType, oid: number): PostgresType {
  const name = `${element.name}[]`;
  return {
    oid,
    name,
    typescript: element.typescript === "unknown" ? "unknown[]" : `(${element.typescript} | null)[]`,
    element,
    parse: (text) => parseArray(text, element.parse),
    serialize: (value) => {
      if (!Array.isArray(value)) throw new TypeError(`${name}: expected an array, but got ${kindOf(value)}.`);
      return serializeArray(value, element.serialize);
    },
  };
}

function passOn(text: unknown): string {
  if (typeof text === "string") return text;
  throw new TypeError(`Expected the text that serializerOf makes, but got ${kindOf(text)}.`);
}

function storable(text: string): string {
  if (text.includes("\0") || !text.isWellFormed()) throw notStorable();
  return text;
}

function notStorable(): RangeError {
  return new RangeError(
    "PostgreSQL can't store a string with a NUL character or half a surrogate pair: check the input.",
  );
}

/** What a value is, without saying the value: it may be a secret. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  return Array.isArray(value) ? "an array" : `an object (${Object.prototype.toString.call(value).slice(8, -1)})`;
}
