import type { IncomingMessage } from "node:http";
import { RequestFault } from "#infrastructure/shared/http/request-fault.ts";

/** The bytes of a request's body as they come. @throws RequestFault 413 for too many, before any where it is said how many come */
export async function* limitedBody(body: IncomingMessage, mostBytes: number): AsyncGenerator<Uint8Array, void> {
  if (Number(body.headers["content-length"] ?? 0) > mostBytes) throw bodyTooLarge(mostBytes);
  let bytes = 0;
  // Destroyed, it would take the connection along, and the answer with it.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw bodyTooLarge(mostBytes);
    yield chunk;
  }
}

/** Also for the documentation. */
export function bodyTooLarge(mostBytes: number): RequestFault {
  return new RequestFault(413, "body-too-large", `The body is larger than ${mostBytes} bytes: send it in parts.`);
}
