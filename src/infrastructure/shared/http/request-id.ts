import type { IncomingMessage } from "node:http";
import { v7 as uuid } from "uuid";

/** The caller's `x-request-id` where it is harmless in a log and a header, else a new UUIDv7. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : uuid();
}
