import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { DatabaseObserver } from "#infrastructure/shared/database/observer.ts";
import type { PoolState } from "#infrastructure/shared/database/session-pool.ts";
import { databaseMetrics, poolMetrics } from "./database-metrics.ts";
import type { RequestOutcome } from "./request-observation.ts";

/** The numbers of one service. */
export interface Metrics {
  /** For `createDataSource`. */
  readonly database: DatabaseObserver;
  /** For the HTTP server. */
  readonly requestEnded: (outcome: RequestOutcome) => void;
  /** From now on the pool is shown too. */
  watchPool(pool: () => PoolState): void;
  /** All of them, in Prometheus' text format. */
  text(): Promise<string>;
  /** The media type of that text. */
  readonly contentType: string;
}

/** In seconds: from a route without a query to what nobody waits for. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The numbers of a service, in a registry of their own: several services in one process don't mix them up. Those of the
 * process (CPU, memory, garbage collection, delay of the event loop) are the library's.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the headers of a request to the end of its answer, by route. Status 499: the client hung up.",
    labelNames: ["method", "route", "status"],
    buckets: requestBuckets,
    registers: [registry],
  });
  return {
    database: databaseMetrics(registry),
    requestEnded: ({ method, route = "none", status, milliseconds }) =>
      requests.observe({ method, route, status }, milliseconds / 1000),
    watchPool: (pool) => poolMetrics(registry, pool),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
