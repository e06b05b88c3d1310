import fc from "fast-check";
import { oddValue } from "./odd-values.ts";
import { changedAt, placesIn, valueAt } from "./places.ts";
import { type Attempt, type Draft, type Expectation, isJson, toWire } from "./request.ts";
import { validatorOf } from "./schema-validation.ts";

type Weighted = fc.WeightedArbitrary<Attempt>;

/** Ways to spoil the body of a request. */
export function bodyMutations(draft: Draft): Weighted[] {
  const { body, operation } = draft;
  if (body === undefined) return operation.method === "GET" ? [] : [{ weight: 1, arbitrary: unexpectedBody(draft) }];
  const rest = [
    { weight: 2, arbitrary: rawBody(draft) },
    { weight: 1, arbitrary: otherMediaType(draft) },
  ];
  return isJson(body.mediaType) ? [{ weight: 8, arbitrary: jsonBody(draft) }, ...rest] : rest;
}

/** Takes something away, puts something odd in the place of it, or adds something. */
function jsonBody(draft: Draft): fc.Arbitrary<Attempt> {
  const { mediaType, value } = draft.body!;
  const isValid = validatorOf(draft.operation.bodies.get(mediaType)!);
  const place = fc.constantFrom(...placesIn(value));
  const changed = fc.oneof(
    place.map((at) => (at.length === 0 ? {} : changedAt(value, at, () => undefined))),
    fc.tuple(place, oddValue).map(([at, odd]) => changedAt(value, at, () => odd)),
    fc
      .tuple(place, oddValue, fieldName)
      .map(([at, odd, name]) => changedAt(value, at, (part) => withField(part, name, odd))),
    place.map((at) => changedAt(value, at, (part) => Array.from({ length: 1_001 }, () => part))),
    place.map((at) => {
      const part = valueAt(value, at);
      return changedAt(value, at, () => (typeof part === "string" ? part.repeat(500) : String(part)));
    }),
  );
  return changed.map((spoilt) => ({
    wire: toWire({ ...draft, body: { mediaType, value: spoilt } }),
    mutation: "a spoilt body",
    expected: isValid(spoilt) ? "documented" : "refusal",
  }));
}

const fieldName = fc.constantFrom("somethingElse", "id", "role", "version", "\0", "constructor", "toString");

function withField(part: unknown, name: string, value: unknown): unknown {
  return typeof part === "object" && part !== null && !Array.isArray(part) ? { ...part, [name]: value } : [part, value];
}

/** What isn't JSON, or not as it was. */
function rawBody(draft: Draft): fc.Arbitrary<Attempt> {
  const wire = toWire(draft);
  const whole = wire.body ?? Buffer.alloc(0);
  const isStream = !isJson(draft.body!.mediaType);
  const refused = isStream ? "documented" : "refusal";
  const spoilt = (body: Buffer, mutation: string, expected: Expectation = refused): Attempt => {
    return { wire: { ...wire, body }, mutation, expected };
  };
  return fc.oneof(
    fc.nat({ max: Math.max(0, whole.length - 1) }).map((at) => spoilt(whole.subarray(0, at), "a body that is cut off")),
    fc.constant(spoilt(Buffer.concat([whole, Buffer.from([0xff, 0xfe])]), "a body that isn't UTF-8")),
    fc.constant(spoilt(Buffer.from("[".repeat(100_000)), "a body of 100,000 brackets")),
    fc.constant(spoilt(Buffer.from(`{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`), "a deep body")),
    fc.constant(spoilt(Buffer.from('{"__proto__":{"role":"admin"}}'), "a body with a prototype")),
    fc.constant(spoilt(Buffer.from(`"${"x".repeat(1_100_000)}"`), "a body of more than a mebibyte")),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => spoilt(Buffer.from(bytes), "random bytes", "documented")),
  );
}

function otherMediaType(draft: Draft): fc.Arbitrary<Attempt> {
  const wire = toWire(draft);
  const { operation } = draft;
  const types = [
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "x",
  ];
  return fc.constantFrom(...types, "", "application/json", "text/csv").map((mediaType) => {
    const { "content-type": _, ...others } = wire.headers;
    return {
      wire: { ...wire, headers: mediaType === "" ? others : { ...others, "content-type": mediaType } },
      mutation: `the media type ${JSON.stringify(mediaType)}`,
      expected: operation.bodies.has(mediaType) ? "documented" : "refusal",
    };
  });
}

/** Where none is documented. */
function unexpectedBody(draft: Draft): fc.Arbitrary<Attempt> {
  const wire = toWire(draft);
  const body = fc.constantFrom("{", "{}", "null", "[]", '{"id":1}', "x");
  return fc.tuple(body, fc.constantFrom("application/json", "text/plain")).map(([text, mediaType]) => ({
    wire: { ...wire, headers: { ...wire.headers, "content-type": mediaType }, body: Buffer.from(text) },
    mutation: "a body that nobody expects",
    expected: "documented",
  }));
}
