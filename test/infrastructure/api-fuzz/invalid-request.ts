import fc from "fast-check";
import { bodyMutations } from "./body-mutations.ts";
import type { Person } from "./people.ts";
import { type Attempt, type Draft, toWire } from "./request.ts";
import { targetMutations } from "./target-mutations.ts";

export interface Tokens {
  readonly expired: string;
  readonly people: readonly Person[];
}

/** A request that was valid, spoilt in one way. @param methods that its path doesn't have */
export function invalidRequest(draft: Draft, tokens: Tokens, methods: readonly string[]): fc.Arbitrary<Attempt> {
  const { operation } = draft;
  return fc.oneof(
    ...bodyMutations(draft),
    ...targetMutations(draft),
    ...(operation.needsToken ? [{ weight: 2, arbitrary: otherToken(draft, tokens) }] : []),
    ...(methods.length > 0 ? [{ weight: 1, arbitrary: otherMethod(draft, methods) }] : []),
    { weight: 1, arbitrary: headers(draft) },
  );
}

function otherToken(draft: Draft, { expired, people }: Tokens): fc.Arbitrary<Attempt> {
  const wire = toWire(draft);
  const [header = "", payload = "", signature = ""] = (draft.by?.token ?? "").split(".");
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
  const forged = `${header}.${Buffer.from(`${Buffer.from(payload, "base64url").toString()} `).toString("base64url")}.${signature}`;
  const authorization = fc.constantFrom(
    ...[
      "",
      "Bearer",
      "Bearer ",
      "Bearer x",
      "Basic YTpi",
      `Bearer ${expired}`,
      `Bearer ${unsigned}`,
      `Bearer ${forged}`,
    ],
    ...people.map(({ refreshToken }) => `Bearer ${refreshToken}`),
    `Bearer ${"x".repeat(6_000)}`,
    `Basic ${draft.by?.token}`,
  );
  return authorization.map((value) => {
    const { authorization: _, ...others } = wire.headers;
    return {
      wire: { ...wire, headers: value === "" ? others : { ...others, authorization: value } },
      mutation: "another token, or none",
      expected: [401],
    };
  });
}

function otherMethod(draft: Draft, methods: readonly string[]): fc.Arbitrary<Attempt> {
  const wire = toWire(draft);
  return fc.constantFrom(...methods).map((method) => ({
    wire: { ...wire, method },
    mutation: `the method ${method}`,
    expected: "another",
  }));
}

/** Headers that no schema names, with values that nobody should believe. */
function headers(draft: Draft): fc.Arbitrary<Attempt> {
  const wire = toWire(draft);
  const header = fc.tuple(
    fc.constantFrom("x-request-id", "accept", "accept-encoding", "x-forwarded-for", "if-match", "range", "traceparent"),
    fc.oneof(
      fc.constantFrom("*", '"1"', '"999999999"', '"1e9"', "ÿ", "", "bytes=0-1"),
      fc.string({ unit: "grapheme-ascii" }),
    ),
  );
  return header.map(([name, value]) => ({
    wire: { ...wire, headers: { ...wire.headers, [name]: value } },
    mutation: `an odd ${name}`,
    expected: "documented",
  }));
}
