import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { StatementFailed, TransactionConflict } from "#infrastructure/shared/database/errors.ts";
import { serveMetrics } from "#infrastructure/shared/observability/metrics-server.ts";
import { createMetrics } from "#infrastructure/shared/observability/metrics.ts";

const statement = "identity/user.findUser";

/** The values of the samples whose line starts with `name`, by what follows it. */
async function samples(metrics: ReturnType<typeof createMetrics>, name: string): Promise<Record<string, number>> {
  const lines = (await metrics.text()).split("\n").filter((line) => line.startsWith(name));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

describe("the metrics of a service", () => {
  test("count and time statements by name, and their failures by class and SQLSTATE", async () => {
    const metrics = createMetrics();
    metrics.database.statementStarted(statement)({ rows: 1 });
    const error = new StatementFailed("refused", { sqlState: "23505" });
    metrics.database.statementStarted(statement)({ error });
    expect(await samples(metrics, "db_statement_duration_seconds_count")).toEqual({
      [`{statement="${statement}"}`]: 2,
    });
    expect(await samples(metrics, "db_statement_failures_total")).toEqual({
      [`{statement="${statement}",error="StatementFailed",sqlstate="23505"}`]: 1,
    });
  });

  test("count transactions by outcome, and those that were run again by reason", async () => {
    const metrics = createMetrics();
    metrics.database.transactionEnded?.("committed", 10);
    metrics.database.transactionEnded?.("unknown", 10);
    metrics.database.transactionRetried(2, new TransactionConflict("deadlock", { sqlState: "40P01" }));
    expect(await samples(metrics, "db_transaction_duration_seconds_count")).toEqual({
      '{outcome="committed"}': 1,
      '{outcome="unknown"}': 1,
    });
    expect(await samples(metrics, "db_transaction_retries_total")).toEqual({
      '{error="TransactionConflict",sqlstate="40P01"}': 1,
    });
  });

  test("show the pool as it is, the waits for a connection, and connections that are held for long", async () => {
    const metrics = createMetrics();
    const pool = { size: 10, lent: 3, idle: 2, opening: 1, waiting: 4 };
    metrics.watchPool(() => pool);
    metrics.database.connectionAcquired?.(20)?.({ milliseconds: 1, statement, takenAt: undefined });
    pool.lent = 7;
    expect(await samples(metrics, "db_pool_connections{")).toEqual({
      'state="in use"}': 7,
      'state="idle"}': 2,
      'state="opening"}': 1,
    });
    expect(await samples(metrics, "db_pool_waiting")).toEqual({ "": 4 });
    expect(await samples(metrics, "db_pool_size")).toEqual({ "": 10 });
    expect(await samples(metrics, "db_pool_wait_duration_seconds_sum")).toEqual({ "": 0.02 });
    expect(await samples(metrics, "db_pool_connections_held_long_total")).toEqual({ "": 1 });
  });

  test("count and time requests by route, not by path", async () => {
    const metrics = createMetrics();
    metrics.requestEnded({ method: "GET", route: "/users/:id", status: 200, milliseconds: 5 });
    metrics.requestEnded({ method: "GET", route: undefined, status: 404, milliseconds: 5 });
    expect(await samples(metrics, "http_request_duration_seconds_count")).toEqual({
      '{method="GET",route="/users/:id",status="200"}': 1,
      '{method="GET",route="none",status="404"}': 1,
    });
  });

  test("tell of the process, and are each service's own", async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.database.statementStarted(statement)({ rows: 1 });
    expect(await samples(other, "db_statement_duration_seconds_count")).toEqual({});
    expect((await samples(other, "process_resident_memory_bytes"))[""]).toBeGreaterThan(0);
    expect(await other.text()).toContain("nodejs_eventloop_lag_p99_seconds");
  });
});

describe("the server of the metrics", () => {
  test("answers /metrics, and nothing else", async () => {
    const metrics = createMetrics();
    const server = await serveMetrics(metrics, { host: "127.0.0.1", port: 0 });
    const response = await fetch(server.url);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, metrics.contentType]);
    expect(await response.text()).toContain("# TYPE db_pool_wait_duration_seconds histogram");
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/metricsx"],
      ["POST", "/metrics"],
    ] as const) {
      expect((await fetch(new URL(path, server.url), { method })).status, `${method} ${path}`).toBe(404);
    }
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  test("says which setting to change where it can't listen", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(serveMetrics(createMetrics(), { host: "127.0.0.1", port })).rejects.toThrow(
      /Metrics must be served on port \d+ of 127\.0\.0\.1, but can't: .*EADDRINUSE.*set METRICS_PORT/,
    );
  });
});
