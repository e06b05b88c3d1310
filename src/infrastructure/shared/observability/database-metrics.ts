import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { DatabaseObserver } from "#infrastructure/shared/database/observer.ts";
import type { PoolState } from "#infrastructure/shared/database/session-pool.ts";

/** In seconds: from an index lookup to the limit of a statement. */
const statementBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
/** In seconds: most have to be in the first. */
const waitBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times what a `DataSource` does. */
export function databaseMetrics(registry: Registry): DatabaseObserver {
  const registers = [registry];
  const statements = new Histogram({
    name: "db_statement_duration_seconds",
    help: "Time from sending a statement to its answer, by its name.",
    labelNames: ["statement"],
    buckets: statementBuckets,
    registers,
  });
  const failures = new Counter({
    name: "db_statement_failures_total",
    help: "Statements that failed, by name, class of error and SQLSTATE.",
    labelNames: ["statement", "error", "sqlstate"],
    registers,
  });
  const transactions = new Histogram({
    name: "db_transaction_duration_seconds",
    help: "Time from having a connection to the end of a transaction's attempt, by outcome.",
    labelNames: ["outcome"],
    buckets: statementBuckets,
    registers,
  });
  const retries = new Counter({
    name: "db_transaction_retries_total",
    help: "Transactions that were run again, by class of error and SQLSTATE.",
    labelNames: ["error", "sqlstate"],
    registers,
  });
  const waits = new Histogram({
    name: "db_pool_wait_duration_seconds",
    help: "Time that was waited for a connection.",
    buckets: waitBuckets,
    registers,
  });
  const refusals = new Counter({
    name: "db_pool_failures_total",
    help: "Work that got no connection, by class of error.",
    labelNames: ["error"],
    registers,
  });
  const leaks = new Counter({
    name: "db_pool_connections_held_long_total",
    help: "Connections that were held for longer than the leak warning allows.",
    registers,
  });

  return {
    statementStarted(statement) {
      const started = performance.now();
      return (outcome) => {
        statements.observe({ statement }, (performance.now() - started) / 1000);
        if (!("error" in outcome)) return;
        const { name: error, sqlState: sqlstate = "" } = outcome.error;
        failures.inc({ statement, error, sqlstate });
      };
    },
    transactionRetried: (_attempt, { name: error, sqlState: sqlstate = "" }) => retries.inc({ error, sqlstate }),
    transactionEnded: (outcome, milliseconds) => transactions.observe({ outcome }, milliseconds / 1000),
    connectionAcquired(waited) {
      waits.observe(waited / 1000);
      return () => leaks.inc();
    },
    acquireFailed: ({ name: error }) => refusals.inc({ error }),
  };
}

/** Shows a pool as it is when somebody asks. */
export function poolMetrics(registry: Registry, pool: () => PoolState): void {
  const connections: Gauge<"state"> = new Gauge({
    name: "db_pool_connections",
    help: "Connections of the pool: in use, idle, or being opened.",
    labelNames: ["state"],
    registers: [registry],
    collect: () => {
      const { lent, idle, opening } = pool();
      connections.set({ state: "in use" }, lent);
      connections.set({ state: "idle" }, idle);
      connections.set({ state: "opening" }, opening);
    },
  });
  const waiting: Gauge = new Gauge({
    name: "db_pool_waiting",
    help: "Work that waits for a connection.",
    registers: [registry],
    collect: () => waiting.set(pool().waiting),
  });
  const size: Gauge = new Gauge({
    name: "db_pool_size",
    help: "Connections at most.",
    registers: [registry],
    collect: () => size.set(pool().size),
  });
}
