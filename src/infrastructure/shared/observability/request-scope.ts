import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyBaseLogger } from "fastify";

/** The logger of the request at hand, which writes its id into every line, wherever the request's work gets to. */
export const requestLogger = new AsyncLocalStorage<FastifyBaseLogger>();
