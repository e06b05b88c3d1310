import { setTimeout as pause } from "node:timers/promises";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { StatementFailed } from "#infrastructure/shared/database/errors.ts";
import { createDatabaseObserver } from "#infrastructure/shared/observability/database-observer.ts";
import { eventually } from "#test/support/eventually.ts";
import { answering, type LogLine, silent, startServer } from "#test/infrastructure/shared/http/support.ts";

const exporter = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
propagation.setGlobalPropagator({
  inject: () => {},
  extract: (active, carrier: Record<string, string>) => {
    const [, traceId = "", spanId = ""] = (carrier["traceparent"] ?? "").split("-");
    return traceId === "" ? active : trace.setSpanContext(active, { traceId, spanId, traceFlags: 1, isRemote: true });
  },
  fields: () => ["traceparent"],
});
beforeEach(() => exporter.reset());
afterAll(() => {
  context.disable();
  trace.disable();
  propagation.disable();
});

const observer = createDatabaseObserver({ logger: silent, slowStatementMs: 0 });
const routes = (): FastifyPluginAsyncTypebox => async (app) => {
  const schema = answering(Type.Object({}));
  app.get("/users/:id", { schema }, async () => {
    await pause(1);
    const ended = observer.statementStarted("identity/user.findUser");
    await pause(1);
    ended({ rows: 1 });
    return {};
  });
  app.post("/users", { schema }, async () => {
    const error = new StatementFailed("refused", { sqlState: "23505" });
    observer.statementStarted("identity/user.createUser")({ error });
    throw error;
  });
};

const requestLines = (logs: LogLine[]) => logs.filter(({ msg }) => msg === "request completed");

describe("a request", () => {
  test("leaves one line with its id, route, status and duration, and no values", async () => {
    const { url, logs } = await startServer({ routes });
    const { headers } = await fetch(`${url}/users/5?token=hunter2`, { headers: { authorization: "Bearer hunter2" } });
    await eventually(() => requestLines(logs).length === 1);
    expect(requestLines(logs)[0]).toMatchObject({
      level: 30,
      requestId: headers.get("x-request-id"),
      method: "GET",
      route: "/users/:id",
      status: 200,
    });
    expect(requestLines(logs)[0]?.["durationMs"]).toBeGreaterThan(1);
    expect(JSON.stringify(logs)).not.toContain("hunter2");
  });

  test("that was refused names its problem in that line", async () => {
    const { url, logs } = await startServer({ routes });
    await fetch(`${url}/nothing`);
    await eventually(() => requestLines(logs).length === 1);
    expect(requestLines(logs)[0]).toMatchObject({ status: 404, problem: "route-not-found" });
  });

  test("is a server span, its statements client spans inside", async () => {
    const { url } = await startServer({ routes });
    await fetch(`${url}/users/5?token=hunter2`);
    await eventually(() => exporter.getFinishedSpans().length === 2);
    const [statement, request] = exporter.getFinishedSpans();
    expect(request).toMatchObject({
      name: "GET /users/:id",
      kind: SpanKind.SERVER,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        "http.request.method": "GET",
        "http.route": "/users/:id",
        "http.response.status_code": 200,
        "url.path": "/users/5",
        "url.scheme": "http",
        "client.address": "127.0.0.1",
      },
    });
    expect(statement).toMatchObject({
      name: "identity/user.findUser",
      kind: SpanKind.CLIENT,
      attributes: {
        "db.system.name": "postgresql",
        "db.query.summary": "identity/user.findUser",
        "db.response.returned_rows": 1,
      },
    });
    expect(statement?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(JSON.stringify([statement?.attributes, request?.attributes])).not.toContain("hunter2");
  });

  test("keeps its statements when many run at once", async () => {
    const { url } = await startServer({ routes });
    await Promise.all(Array.from({ length: 10 }, () => fetch(`${url}/users/5`)));
    await eventually(() => exporter.getFinishedSpans().length === 20);
    const spans = exporter.getFinishedSpans();
    const parents = spans.filter(({ kind }) => kind === SpanKind.CLIENT).map((span) => span.parentSpanContext?.spanId);
    const requests = spans.filter(({ kind }) => kind === SpanKind.SERVER).map((span) => span.spanContext().spanId);
    expect(new Set(parents)).toEqual(new Set(requests));
    expect(new Set(parents).size).toBe(10);
  });

  test("that reads a body keeps its context", async () => {
    const { url, logs } = await startServer({ routes });
    const headers = { "content-type": "application/json" };
    await fetch(`${url}/users`, { method: "POST", headers, body: JSON.stringify({ a: "x".repeat(500_000) }) });
    await eventually(() => exporter.getFinishedSpans().length === 2);
    const [statement, request] = exporter.getFinishedSpans();
    expect(statement?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(logs.find(({ msg }) => msg === "request failed")).toMatchObject({ traceId: request?.spanContext().traceId });
  });

  test("that fails marks both spans and keeps the exception", async () => {
    const { url } = await startServer({ routes });
    await fetch(`${url}/users`, { method: "POST" });
    await eventually(() => exporter.getFinishedSpans().length === 2);
    const [statement, request] = exporter.getFinishedSpans();
    expect(request).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { "error.type": "internal-error", "http.response.status_code": 500 },
      events: [{ name: "exception" }],
    });
    expect(statement).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { "error.type": "StatementFailed", "db.response.status_code": "23505" },
    });
  });

  test("goes on with the caller's trace", async () => {
    const { url } = await startServer({ routes });
    const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
    await fetch(`${url}/nothing`, { headers: { traceparent: `00-${traceId}-${spanId}-01` } });
    await eventually(() => exporter.getFinishedSpans().length === 1);
    const [span] = exporter.getFinishedSpans();
    expect(span).toMatchObject({ name: "GET", parentSpanContext: { traceId, spanId } });
  });
});
