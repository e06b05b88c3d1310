import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { camelCase, findType, postgresTypes, serializerOf } from "#infrastructure/shared/database/types/types.ts";

const oid = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float8: 701,
  date: 1082,
  timestamptz: 1184,
  jsonb: 3802,
  textArray: 1009,
  int4Array: 1007,
  jsonbArray: 3807,
  timestamptzArray: 1185,
};

const parse = (type: number, text: string): unknown => findType(type)?.parse(text);
const serialize = (type: number, value: unknown): string | null => (value === null ? null : serializerOf(type)(value));

describe("the table of types", () => {
  test.each([
    [oid.bool, true, "true"],
    [oid.int4, -7, "-7"],
    [oid.float8, -0, "-0"],
    [oid.float8, Number.POSITIVE_INFINITY, "Infinity"],
    [oid.int8, "9223372036854775807", "9223372036854775807"],
    [oid.date, "2026-11-21", "2026-11-21"],
    [oid.jsonb, { a: [1, null] }, '{"a":[1,null]}'],
    [oid.jsonb, "text", '"text"'],
    [oid.bytea, new Uint8Array([0, 255]), "\\x00ff"],
    [oid.timestamptz, new Date("2026-11-21T12:00:00.123Z"), "2026-11-21T12:00:00.123Z"],
    [oid.timestamptz, new Date("+012345-01-01T00:00:00Z"), "12345-01-01T00:00:00.000Z"],
    [oid.timestamptz, new Date("-000043-03-15T00:00:00Z"), "0044-03-15T00:00:00.000Z BC"],
    [0, "admin", "admin"],
    [oid.text, null, null],
  ])("type %i writes %o as %o", (type, value, text) => {
    expect(serialize(type, value)).toBe(text);
  });

  test.each([
    [oid.bool, "t", true],
    [oid.bool, "f", false],
    [oid.float8, "-Infinity", Number.NEGATIVE_INFINITY],
    [oid.int8, "9223372036854775807", "9223372036854775807"],
    [oid.bytea, "\\x00ff", new Uint8Array([0, 255])],
    [oid.timestamptz, "2026-11-21 21:00:00.123456+09", new Date("2026-11-21T12:00:00.123Z")],
    [oid.timestamptz, "2026-11-21 08:30:00-03:30", new Date("2026-11-21T12:00:00Z")],
    [oid.timestamptz, "1900-01-01 00:19:32+00:19:32", new Date("1900-01-01T00:00:00Z")],
    [oid.timestamptz, "0044-03-15 00:00:00+00 BC", new Date("-000043-03-15T00:00:00Z")],
    [oid.timestamptz, "12345-01-01 00:00:00+00", new Date("+012345-01-01T00:00:00Z")],
  ])("type %i reads %o as %o", (type, text, value) => {
    expect(parse(type, text)).toStrictEqual(value);
  });

  test.each(["infinity", "-infinity", "294276-12-31 23:59:59+00"])(
    "refuses the timestamptz %s rather than make an invalid Date",
    (text) => {
      expect(() => parse(oid.timestamptz, text)).toThrow(`A Date can't hold the timestamptz ${text}`);
    },
  );

  test.each([
    [oid.bool, "true", "bool: expected true or false, but got a string."],
    [oid.int4, "5", "int4: expected a whole number, but got a string."],
    [oid.int4, 1.5, "int4: expected a whole number, but got a number."],
    [oid.int8, 5, 'int8: expected a string such as "42" (a JavaScript number is not exact), but got a number.'],
    [oid.text, 5, "text: expected a string, but got a number."],
    [oid.text, undefined, "text: expected a string, but got undefined."],
    [oid.text, {}, "text: expected a string, but got an object (Object)."],
    [oid.text, Object.create(null), "text: expected a string, but got an object (Object)."],
    [oid.date, new Date(), 'date: expected a string such as "2026-11-21", but got an object (Date).'],
    [oid.timestamptz, "2026-11-21", "timestamptz: expected a valid Date, but got a string."],
    [oid.timestamptz, new Date(Number.NaN), "timestamptz: expected a valid Date, but got an invalid Date."],
    [oid.jsonb, undefined, "jsonb: expected a value that JSON can express, but got undefined."],
    [oid.jsonb, 1n, "jsonb: expected a value that JSON can express, but got a bigint."],
    [oid.bytea, [1], "bytea: expected a Uint8Array, but got an array."],
    [oid.textArray, "{}", "text[]: expected an array, but got a string."],
    [oid.textArray, ["a", undefined], "text: expected a string, but got undefined."],
    [oid.textArray, [["a"]], "text: expected a string, but got an array."],
    [0, 5, "unknown: expected a string, but got a number."],
  ])("type %i refuses %o", (type, value, message) => {
    expect(() => serialize(type, value)).toThrow(new TypeError(message));
  });

  test.each([
    [oid.text, "a\0b"],
    [oid.text, "\ud800"],
    [oid.textArray, ["a\0b"]],
    [oid.jsonb, { a: "\0" }],
    [oid.jsonb, ["\\\\\0"]],
    [oid.jsonb, "\udfff"],
  ])("type %i refuses %o, which PostgreSQL can't store", (type, value) => {
    expect(() => serialize(type, value)).toThrow("PostgreSQL can't store a string with a NUL character");
  });

  test("a backslash before u0000 in JSON is only text", () => {
    expect(serialize(oid.jsonb, String.raw`\u0000`)).toBe(String.raw`"\\u0000"`);
  });

  test("a whole number outside its type's range is refused", () => {
    expect(() => serialize(oid.int2, 32_768)).toThrow("Expected a whole number from -32768 to 32767.");
  });
});

describe("arrays", () => {
  test.each([
    [oid.int4Array, "{}", []],
    [oid.int4Array, "{1,NULL,3}", [1, null, 3]],
    [oid.int4Array, "[0:1]={1,2}", [1, 2]],
    [oid.textArray, String.raw`{a,"NULL",NULL,"",",","\"\\"}`, ["a", "NULL", null, "", ",", '"\\']],
    [oid.jsonbArray, String.raw`{"{\"a\": 1}",NULL,"null"}`, [{ a: 1 }, null, null]],
    [oid.timestamptzArray, '{"2026-11-21 12:00:00+00"}', [new Date("2026-11-21T12:00:00Z")]],
  ])("type %i reads %s", (type, text, value) => {
    expect(parse(type, text)).toStrictEqual(value);
  });

  test("an array of more dimensions is refused", () => {
    expect(() => parse(oid.int4Array, "{{1},{2}}")).toThrow("An array of one dimension was expected");
  });

  test.each(["{1", '{"a', '{"a\\', ""])("a text that is cut off (%o) is refused", (text) => {
    expect(() => parse(oid.textArray, text)).toThrow("The text of an array ends");
  });

  test("any strings and NULLs come back as they were written", () => {
    const element = fc.option(fc.oneof(fc.string(), fc.constantFrom("NULL", '"', "\\", "{", "}", ",", " ", "\n")));
    fc.assert(
      fc.property(fc.array(element), (elements) => {
        fc.pre(elements.every((text) => text === null || (!text.includes("\0") && text.isWellFormed())));
        expect(parse(oid.textArray, serialize(oid.textArray, elements) ?? "")).toStrictEqual(elements);
      }),
    );
  });

  test("a hole in an array is refused", () => {
    expect(() => serialize(oid.int4Array, Array.from<number>({ length: 1 }))).toThrow("int4: expected a whole number");
  });
});

describe("the option of postgres.js", () => {
  test("leaves none of the types that the driver guesses at to it", () => {
    const covered = Object.values(postgresTypes).flatMap(({ from }) => from);
    expect(covered).toEqual(expect.arrayContaining([25, 21, 23, 26, 700, 701, 114, 3802, 16, 1082, 1114, 1184, 17]));
  });

  test("passes on text that is serialized, and nothing else", () => {
    const int4 = Object.values(postgresTypes).find(({ to }) => to === oid.int4);
    expect(int4?.serialize("5")).toBe("5");
    expect(() => int4?.serialize(5)).toThrow("Expected the text that serializerOf makes");
  });
});

describe("camelCase", () => {
  test.each([
    ["id", "id"],
    ["created_at", "createdAt"],
    ["line_1", "line1"],
    ["_id", "_id"],
    ["id_", "id_"],
    ["a__b", "a__b"],
    ["_", "_"],
    ["", ""],
    ["Weird name", "Weird name"],
    ["größe_ä", "größeÄ"],
  ])("turns %o into %o", (snake, camel) => {
    expect(camelCase(snake)).toBe(camel);
  });
});
