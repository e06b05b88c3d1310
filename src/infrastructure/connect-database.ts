import type { FastifyBaseLogger } from "fastify";
import type { Configuration } from "./shared/config/configuration.ts";
import { combineObservers } from "./shared/database/observer.ts";
import type { Password } from "./shared/database/password.ts";
import { createDataSource, type PooledDataSource } from "./shared/database/postgres-data-source.ts";
import { createDatabaseObserver } from "./shared/observability/database-observer.ts";
import type { Metrics } from "./shared/observability/metrics.ts";
import { requestSignal } from "./shared/observability/request-scope.ts";

export interface ConnectOptions {
  readonly url: string;
  /** Instead of the URL's. */
  readonly password?: Password | undefined;
  readonly configuration: Pick<Configuration, "environment" | "database">;
  readonly logger: FastifyBaseLogger;
  readonly metrics?: Metrics | undefined;
}

/** The service's `DataSource`: logged and measured, and what it does for a request ends with the request's client. */
export function connectDatabase({ url, password, configuration, logger, metrics }: ConnectOptions): PooledDataSource {
  const { poolSize, acquireTimeoutMs, statementTimeoutMs, slowStatementMs, leakWarningMs, showValues } =
    configuration.database;
  const log = createDatabaseObserver({ logger, slowStatementMs, showValues });
  const dataSource = createDataSource({
    url,
    password,
    size: poolSize,
    acquireTimeout: acquireTimeoutMs,
    statementTimeout: statementTimeoutMs,
    leakWarning: leakWarningMs,
    traceLeases: configuration.environment !== "production",
    observer: metrics === undefined ? log : combineObservers([log, metrics.database]),
    currentSignal: requestSignal,
  });
  metrics?.watchPool(() => dataSource.pool);
  return dataSource;
}
