import fc from "fast-check";
import type { Parameter } from "./document.ts";
import { oddText, oddValue } from "./odd-values.ts";
import { changedAt, placesIn } from "./places.ts";
import { type Attempt, type Draft, type Expectation, targetOf, toWire } from "./request.ts";
import { saysValueOf } from "./schema-validation.ts";

/** Ways to spoil the path, the query and the headers that the document names. */
export function targetMutations(draft: Draft): fc.WeightedArbitrary<Attempt>[] {
  const { parameters } = draft.operation;
  if (parameters.length === 0) return [];
  const query = parameters.filter((parameter) => parameter.in === "query");
  const cursors = Object.entries(draft.query).filter(([, value]) => placeIn(value) !== undefined);
  return [
    { weight: 4, arbitrary: fc.constantFrom(...parameters).chain((parameter) => oddParameter(draft, parameter)) },
    { weight: 1, arbitrary: fc.constantFrom(...parameters).chain((parameter) => missing(draft, parameter)) },
    ...(query.length === 0
      ? []
      : [{ weight: 1, arbitrary: fc.constantFrom(...query).map((twice) => doubled(draft, twice)) }]),
    ...cursors.map(([name, value]) => ({ weight: 4, arbitrary: forgedCursor(draft, name, placeIn(value)) })),
    { weight: 1, arbitrary: malformedTarget(draft) },
  ];
}

function oddParameter(draft: Draft, { in: place, name, schema }: Parameter): fc.Arbitrary<Attempt> {
  return oddText.map((odd) => {
    const text = place === "path" && /^(?:\.|\.\.|)$/.test(odd) ? "%" : odd;
    const sent = place === "header" ? text.replaceAll(/[^ -~]/g, "ÿ").trim() : text.toWellFormed();
    const spoilt = place === "header" ? { ...draft, headers: { ...draft.headers, [name]: sent } } : draft;
    const inPath = place === "path" ? { ...spoilt, path: { ...draft.path, [name]: sent } } : spoilt;
    const inQuery = place === "query" ? { ...inPath, query: { ...draft.query, [name]: sent } } : inPath;
    return {
      wire: toWire(inQuery),
      mutation: `an odd ${name}`,
      expected: saysValueOf(schema, sent) ? "documented" : "refusal",
    };
  });
}

function missing(draft: Draft, { in: place, name, required }: Parameter): fc.Arbitrary<Attempt> {
  if (place === "path")
    return fc.constant(
      withTarget(draft, targetOf(draft.operation.path, { ...draft.path, [name]: "" }, []), `no ${name}`, "another"),
    );
  const { [name]: _, ...query } = draft.query;
  const { [name]: __, ...headers } = draft.headers;
  return fc.constant({
    wire: toWire(place === "query" ? { ...draft, query } : { ...draft, headers }),
    mutation: `no ${name}`,
    expected: required ? "refusal" : "documented",
  });
}

/** The same name twice is a list. */
function doubled(draft: Draft, { name, schema }: Parameter): Attempt {
  const value = draft.query[name] ?? "1";
  const target = targetOf(draft.operation.path, draft.path, [
    ...Object.entries(draft.query),
    [name, value],
    [name, value],
  ]);
  return withTarget(draft, target, `${name} more than once`, schema["type"] === "array" ? "documented" : "refusal");
}

/** What a cursor holds, where it is one that can be read. */
function placeIn(value: unknown): unknown {
  try {
    const place: unknown = JSON.parse(Buffer.from(String(value).split(".")[0] ?? "", "base64url").toString());
    return typeof place === "object" && place !== null ? place : undefined;
  } catch {
    return undefined;
  }
}

function forgedCursor(draft: Draft, name: string, held: unknown): fc.Arbitrary<Attempt> {
  return fc.tuple(fc.constantFrom(...placesIn(held)), oddValue).map(([at, odd]) => {
    const forged = Buffer.from(JSON.stringify(changedAt(held, at, () => odd))).toString("base64url");
    const [, ...signature] = String(draft.query[name]).split(".");
    return {
      wire: toWire({ ...draft, query: { ...draft.query, [name]: [forged, ...signature].join(".") } }),
      mutation: `a forged ${name}`,
      expected: "documented",
    };
  });
}

/** What isn't a path or a query at all. */
function malformedTarget(draft: Draft): fc.Arbitrary<Attempt> {
  const { target } = toWire(draft);
  const forged = ["%", "%zz", "%ED%A0%80", "%00", "?limit=%ff", "?=&&=", "?__proto__=1", "?a[b]=1", ";x=1", "#x"];
  return fc
    .constantFrom(...forged)
    .map((end) => withTarget(draft, target + end, `a path that ends in ${end}`, "another"));
}

function withTarget(draft: Draft, target: string, mutation: string, expected: Expectation): Attempt {
  return { wire: { ...toWire(draft), target }, mutation, expected };
}
