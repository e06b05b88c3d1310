import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryOf } from "./arbitrary-of-schema.ts";
import type { Schema } from "./document.ts";
import { validatorOf } from "./schema-validation.ts";

const nothing = () => [];
const drawn = (schema: Schema, learned: (name: string) => readonly unknown[] = nothing) =>
  fc.sample(arbitraryOf(schema, "field", learned), { seed: 1, numRuns: 200 });

const price = {
  type: "string",
  maxLength: 20,
  pattern: "^\\d+(\\.\\d{1,2})?$",
  examples: ["12.50", "too long a price"],
};
const item = { type: "object", required: ["id"], properties: { id: { type: "string", format: "uuid" }, price } };

test.for<Schema>([
  { type: "null" },
  { type: "boolean" },
  { type: "integer", minimum: 1, maximum: 3, default: 2 },
  { type: "number", minimum: 0, maximum: 1 },
  { type: "string", enum: ["a", "b"] },
  { const: 1 },
  { type: "string", minLength: 2, maxLength: 3 },
  { type: "string", format: "date-time" },
  { type: "string", format: "date" },
  price,
  { anyOf: [price, { type: "null" }] },
  { type: "array", items: item, minItems: 1, maxItems: 2 },
  { type: "object", properties: { a: price, b: item }, additionalProperties: false, minProperties: 1 },
])("all values of %j fit it", (schema) => {
  expect(drawn(schema).filter((value) => !validatorOf(schema)(value))).toEqual([]);
});

test("what was learned, the examples and variations of them are among the values", () => {
  const values = drawn({ type: "string", maxLength: 30, examples: ["ada@example.com"] }, (name) => [`${name}-1`, 7]);
  expect(values).toEqual(
    expect.arrayContaining(["field-1", "ada@example.com", expect.stringMatching(/^(?!ada)\w+@example/)]),
  );
  expect(values).not.toContain(7);
});

test("fields that aren't required are there, or not", () => {
  const present = drawn(item).filter((value) => "price" in (value as object)).length;
  expect(present).toBeGreaterThan(50);
  expect(present).toBeLessThan(150);
});

test.for<[Schema, string]>([
  [{ type: "integer", multipleOf: 3 }, "multipleOf"],
  [{ type: "array", items: {}, uniqueItems: true }, "uniqueItems"],
  [{ oneOf: [] }, "the type undefined"],
  [{ type: "string", format: "ipv4" }, "ipv4"],
  [{ type: ["string", "null"] }, "type"],
  [{ type: "object", additionalProperties: { type: "string" } }, "additional properties"],
])("what isn't known is refused, not ignored: %j", ([schema, named]) => {
  expect(() => drawn(schema)).toThrow(named);
});
