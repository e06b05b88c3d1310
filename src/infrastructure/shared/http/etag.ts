import { RequestFault } from "./request-fault.ts";

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
  if (version === undefined) {
    throw new RequestFault(400, "invalid-if-match", 'If-Match must be the ETag of an earlier answer, such as "3".');
  }
  return Number(version);
}

/**
 * The same where a client must say which version it saw; undefined for `*`.
 *
 * @throws RequestFault 428 where it sent none; 400 as `readIfMatch`
 */
export function requireIfMatch(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) {
    throw new RequestFault(
      428,
      "if-match-required",
      "Send If-Match with the ETag that you saw, so that nobody's change is lost; * overwrites whatever there is.",
    );
  }
  return readIfMatch(ifMatch);
}
