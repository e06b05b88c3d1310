import fc from "fast-check";
import type { Schema } from "./document.ts";
import { objectArbitrary } from "./object-arbitrary.ts";
import { validatorOf } from "./schema-validation.ts";
import { unicodeText } from "./unicode-text.ts";

/** What is known to have been a value under this name: an id that exists, a token that was sent. */
export type Learned = (name: string) => readonly unknown[];

/** What a schema says of its values without limiting them. */
const annotations = ["title", "description", "default", "examples", "example", "deprecated", "$id"];
const keywordsOfType: Readonly<Record<string, readonly string[]>> = {
  null: [],
  boolean: [],
  integer: ["minimum", "maximum"],
  number: ["minimum", "maximum"],
  string: ["minLength", "maxLength", "pattern", "format"],
  array: ["items", "minItems", "maxItems"],
  object: ["properties", "required", "additionalProperties", "minProperties"],
};

/**
 * The values of a schema: those learned under its name and its examples, variations of them, and any others.
 *
 * @param name of the field, parameter or header
 * @throws Error for a keyword, a type or a format that isn't known here: it isn't ignored
 */
export function arbitraryOf(schema: Schema, name: string, learned: Learned): fc.Arbitrary<unknown> {
  const generated = generatedOf(schema, name, learned);
  if (schema["type"] === "object" || schema["type"] === "array") return generated;
  const fits = validatorOf(schema);
  const examples = examplesOf(schema).filter((example) => fits(example));
  const known = learned(name).filter((value) => fits(value));
  const variations = examples.filter((example) => typeof example === "string");
  return fc.oneof(
    { weight: 2, arbitrary: generated },
    ...(known.length > 0 ? [{ weight: 30, arbitrary: fc.constantFrom(...known) }] : []),
    ...(examples.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...examples) }] : []),
    ...variations.map((example) => ({
      weight: 2,
      arbitrary: variationOf(example).map((text) => (fits(text) ? text : example)),
    })),
  );
}

function examplesOf(schema: Schema): unknown[] {
  const parts = ((schema["anyOf"] ?? []) as Schema[]).flatMap(examplesOf);
  return [...((schema["examples"] ?? []) as unknown[]), ...("default" in schema ? [schema["default"]] : []), ...parts];
}

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);

/** Another text of the same shape, by its first word: that an example is taken already must not be the end of it. */
function variationOf(example: string): fc.Arbitrary<string> {
  return word.map((other) => example.replace(/[a-z0-9]+/i, other));
}

function generatedOf(schema: Schema, name: string, learned: Learned): fc.Arbitrary<unknown> {
  const { type, const: constant, enum: choices, anyOf, ...rest } = schema;
  const allowed = anyOf === undefined && constant === undefined && choices === undefined ? keywordsOf(type, name) : [];
  const unknown = Object.keys(rest).find((keyword) => !allowed.includes(keyword) && !annotations.includes(keyword));
  if (unknown !== undefined)
    throw new Error(`The schema of ${name} has the keyword ${unknown}, which isn't known here: add it to arbitraryOf.`);
  if (constant !== undefined) return fc.constant(constant);
  if (choices !== undefined) return fc.constantFrom(...(choices as unknown[]));
  if (anyOf !== undefined) return fc.oneof(...(anyOf as Schema[]).map((part) => arbitraryOf(part, name, learned)));
  if (type === "null") return fc.constant(null);
  if (type === "boolean") return fc.boolean();
  if (type === "string") return textOf(schema, name);
  if (type === "array") return arrayOf(schema, name, learned);
  if (type === "object") return objectOf(schema, name, learned);
  const limits = { min: schema["minimum"] as number, max: schema["maximum"] as number };
  return type === "integer" ? fc.integer(given(limits)) : fc.double({ ...given(limits), noNaN: true });
}

function keywordsOf(type: unknown, name: string): readonly string[] {
  const keywords = typeof type === "string" ? keywordsOfType[type] : undefined;
  if (keywords === undefined)
    throw new Error(`The schema of ${name} has the type ${JSON.stringify(type)}, which isn't known to arbitraryOf.`);
  return keywords;
}

const formats: Readonly<Record<string, () => fc.Arbitrary<string>>> = {
  uuid: () => fc.uuid(),
  email: () => fc.emailAddress(),
  "date-time": () => aDate().map((date) => date.toISOString()),
  date: () => aDate().map((date) => date.toISOString().slice(0, 10)),
};

const aDate = () =>
  fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });

/** Making them takes longer than drawing from them. */
const texts = new WeakMap<Schema, fc.Arbitrary<string>>();

function textOf(schema: Schema, name: string): fc.Arbitrary<string> {
  const arbitrary = texts.get(schema) ?? newTextOf(schema, name);
  texts.set(schema, arbitrary);
  return arbitrary;
}

function newTextOf({ minLength = 0, maxLength = 100, pattern, format }: Schema, name: string): fc.Arbitrary<string> {
  const [least, most] = [minLength as number, maxLength as number];
  const hasLength = (text: string) => [...text].length >= least && [...text].length <= most;
  if (typeof format === "string") {
    const arbitrary = formats[format];
    if (arbitrary === undefined) throw new Error(`The schema of ${name} has the format ${format}: add it to formats.`);
    return arbitrary().filter(hasLength);
  }
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern, "u")).filter(hasLength);
  const text = (minimum: number) => unicodeText({ minLength: minimum, maxLength: most });
  return fc.oneof(
    { weight: 6, arbitrary: text(least) },
    { weight: 3, arbitrary: fc.string({ minLength: least, maxLength: most }) },
    { weight: 1, arbitrary: text(Math.min(most, 10_000)) },
  );
}

function arrayOf({ items, minItems = 0, maxItems = 10 }: Schema, name: string, learned: Learned) {
  const item = arbitraryOf((items ?? {}) as Schema, name, learned);
  const least = Math.min(Math.max(1, minItems as number), maxItems as number);
  return fc.oneof(
    fc.array(item, { minLength: minItems as number, maxLength: maxItems as number }),
    fc.array(item, { minLength: least, maxLength: least }),
  );
}

function objectOf(schema: Schema, name: string, learned: Learned): fc.Arbitrary<unknown> {
  const { required = [], additionalProperties = false, minProperties = 0 } = schema;
  if (typeof additionalProperties !== "boolean")
    throw new Error(`The schema of ${name} describes its additional properties, which isn't known to arbitraryOf.`);
  const fields = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>).map(
    ([field, part]) => [field, arbitraryOf(part, field, learned)] as const,
  );
  return objectArbitrary(fields, required as string[]).filter(
    (object) => Object.keys(object).length >= (minProperties as number),
  );
}

function given(limits: { min: number | undefined; max: number | undefined }) {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
