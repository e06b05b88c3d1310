import { Type } from "@sinclair/typebox";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { RequestFault } from "./request-fault.ts";

/** The headers of a change that a client may tie to the version it saw: `readIfMatch`. */
export const IfMatch = Type.Object({
  "if-match": Type.Optional(Type.String({ description: "The ETag that you saw.", examples: ['"1"'] })),
});

/** The headers of a change that a client must tie to a version: `requireIfMatch`. @public */
export const RequiredIfMatch = Type.Object({
  "if-match": Type.Optional(
    Type.String({
      description: "The ETag that you saw, or * for whatever there is. Without it: 428.",
      examples: ['"1"'],
    }),
  ),
});

/** What a route with `IfMatch` can answer, for its documentation. @param aggregate as in "The order" */
export function ifMatchProblems(aggregate: string) {
  return [invalidIfMatch(), new ConcurrencyConflict(aggregate, 1, 2)];
}

/** What a route with `RequiredIfMatch` can answer. @public */
export function requiredIfMatchProblems(aggregate: string) {
  return [...ifMatchProblems(aggregate), ifMatchRequired()];
}

/** The ETag of an aggregate's version, as in `"3"`. */
export function toETag(version: number): string {
  return `"${version}"`;
}

/**
 * The version that the client saw, from its `If-Match`; undefined where it sent none, or `*`. A weak ETag counts too:
 * proxies that compress answers make weak ones of ours.
 *
 * @throws RequestFault 400 for what `toETag` can't have made
 */
export function readIfMatch(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === "*") return undefined;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw invalidIfMatch();
  return Number(version);
}

/**
 * The same where a client must say which version it saw; undefined for `*`.
 *
 * @public
 * @throws RequestFault 428 where it sent none; 400 as `readIfMatch`
 */
export function requireIfMatch(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) throw ifMatchRequired();
  return readIfMatch(ifMatch);
}

function invalidIfMatch(): RequestFault {
  return new RequestFault(400, "invalid-if-match", 'If-Match must be the ETag of an earlier answer, such as "3".');
}

function ifMatchRequired(): RequestFault {
  return new RequestFault(
    428,
    "if-match-required",
    "Send If-Match with the ETag that you saw, so that nobody's change is lost; * overwrites whatever there is.",
  );
}
