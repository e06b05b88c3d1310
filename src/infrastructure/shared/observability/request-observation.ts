import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { requestLogger } from "./request-scope.ts";

declare module "fastify" {
  interface FastifyReply {
    /** The code of the problem that was answered. */
    problem: string | undefined;
  }
}

const tracer = trace.getTracer("plinth/http");

/** One log line and one span for this request, and its id in the answer. All of `work` happens inside both. */
export function observeRequest(request: FastifyRequest, reply: FastifyReply, work: () => void): void {
  reply.header("x-request-id", request.id);
  const started = performance.now();
  const parent = propagation.extract(context.active(), request.headers);
  const span = startSpan(request, parent);
  // "close" comes always, also when the client has gone; Fastify's onResponse doesn't.
  reply.raw.once("close", () => {
    logRequest(request, reply, performance.now() - started);
    endSpan(span, reply);
  });
  context.with(trace.setSpan(parent, span), () => requestLogger.run(request.log, work));
}

function logRequest(request: FastifyRequest, reply: FastifyReply, duration: number): void {
  const isAnswered = reply.raw.writableFinished;
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url,
      status: isAnswered ? reply.statusCode : undefined,
      durationMs: Math.round(duration * 10) / 10,
      problem: reply.problem,
    },
    isAnswered ? "request completed" : "request aborted by the client",
  );
}

/** Names and attributes: OpenTelemetry's semantic conventions for HTTP servers. The query may hold secrets: left out. */
function startSpan(request: FastifyRequest, parent: ReturnType<typeof context.active>): Span {
  const { method, url, routeOptions } = request;
  const attributes = {
    "http.request.method": method,
    "http.route": routeOptions.url,
    "url.path": url.replace(/\?.*$/s, ""),
    "url.scheme": request.protocol,
    "client.address": request.ip,
    "user_agent.original": request.headers["user-agent"],
  };
  const name = routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`;
  return tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
}

function endSpan(span: Span, reply: FastifyReply): void {
  const { statusCode: status, raw } = reply;
  if (raw.headersSent) span.setAttribute("http.response.status_code", status);
  if (!raw.writableFinished) span.setAttribute("error.type", "aborted");
  else if (status >= 500) {
    span.setAttribute("error.type", reply.problem ?? String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
