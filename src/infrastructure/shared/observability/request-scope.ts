import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyBaseLogger } from "fastify";

/** What belongs to one request. */
export interface RequestScope {
  /** Writes the request's id into every line. */
  readonly logger: FastifyBaseLogger;
  /** Aborted when the client hangs up before it has its answer; never by a request that ended well. */
  readonly signal: AbortSignal;
}

/** The request at hand, wherever its work gets to. */
export const requestScope = new AsyncLocalStorage<RequestScope>();

/** The signal of the request at hand; undefined outside of requests. */
export function requestSignal(): AbortSignal | undefined {
  return requestScope.getStore()?.signal;
}
