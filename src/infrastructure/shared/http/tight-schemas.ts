type Schema = Readonly<Record<string, unknown>>;

/**
 * Refuses, at start, a schema that lets through what nobody thought of: unknown fields in a body, and numbers beyond
 * what a column can hold.
 *
 * @throws Error that names the route, the place and what to write
 */
export function assertTight(schema: unknown, route: string, part: string): void {
  const faults = [...looseEnds(schema, "", part === "body")];
  if (faults.length > 0) throw new Error(`${route}: its ${part} schema is too loose.\n${faults.join("\n")}`);
}

function* looseEnds(schema: unknown, place: string, isBody: boolean): Generator<string> {
  if (typeof schema !== "object" || schema === null) return;
  const { type, properties, additionalProperties, items, ...rest } = schema as Schema;
  if (isBody && properties !== undefined && additionalProperties === undefined)
    yield `  ${place || "/"} accepts unknown fields: give the object { additionalProperties: false }.`;
  if ((type === "integer" || type === "number") && !isBounded(rest))
    yield `  ${place || "/"} is a number without limits: give it { minimum, maximum }.`;
  for (const [name, property] of Object.entries(properties ?? {}))
    yield* looseEnds(property, `${place}/${name}`, isBody);
  yield* looseEnds(additionalProperties, `${place}/*`, isBody);
  for (const item of [items].flat()) yield* looseEnds(item, `${place}/[]`, isBody);
  for (const pattern of Object.values(rest["patternProperties"] ?? {})) yield* looseEnds(pattern, `${place}/*`, isBody);
  for (const keyword of ["anyOf", "oneOf", "allOf"] as const)
    for (const part of (rest[keyword] as unknown[] | undefined) ?? []) yield* looseEnds(part, place, isBody);
}

function isBounded(schema: Schema): boolean {
  const has = (...keywords: string[]) => keywords.some((keyword) => schema[keyword] !== undefined);
  return has("const", "enum") || (has("minimum", "exclusiveMinimum") && has("maximum", "exclusiveMaximum"));
}
