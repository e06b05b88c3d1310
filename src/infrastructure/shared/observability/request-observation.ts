import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { requestScope } from "./request-scope.ts";

declare module "fastify" {
  interface FastifyReply {
    /** The code of the problem that was answered. */
    problem: string | undefined;
  }
}

/** How a request ended. */
export interface RequestOutcome {
  readonly method: string;
  /** As it was declared, as in `/v1/users/:id`; undefined where no route fits. */
  readonly route: string | undefined;
  /** 499 when the client hung up before it had its answer. */
  readonly status: number;
  readonly milliseconds: number;
}

/** nginx's status for a request whose client has gone: nobody gets it, but logs and metrics need one. */
const clientHasGone = 499;

const tracer = trace.getTracer("plinth/http");

/**
 * Makes the hook that sees every request: one log line and one span for each, its id in the answer, and a signal that is
 * aborted when the client hangs up. All of `work` happens inside these.
 *
 * @param tell told of each request when it has ended
 */
export function requestObserver(tell: (outcome: RequestOutcome) => void = () => undefined) {
  return (request: FastifyRequest, reply: FastifyReply, work: () => void): void => {
    reply.header("x-request-id", request.id);
    const started = performance.now();
    const parent = propagation.extract(context.active(), request.headers);
    const span = startSpan(request, parent);
    // Not Fastify's request.signal: that one is aborted as soon as the request has been read.
    const hangUp = new AbortController();
    // "close" comes always, also when the client has gone; Fastify's onResponse doesn't.
    reply.raw.once("close", () => {
      const isAnswered = reply.raw.writableFinished;
      if (!isAnswered) hangUp.abort();
      const { method, routeOptions } = request;
      const status = isAnswered ? reply.statusCode : clientHasGone;
      const outcome = { method, route: routeOptions.url, status, milliseconds: performance.now() - started };
      logRequest(request, reply, outcome);
      endSpan(span, reply);
      tell(outcome);
    });
    const scope = { logger: request.log, signal: hangUp.signal };
    context.with(trace.setSpan(parent, span), () => requestScope.run(scope, work));
  };
}

function logRequest({ log }: FastifyRequest, { problem }: FastifyReply, outcome: RequestOutcome): void {
  const { milliseconds, ...rest } = outcome;
  const durationMs = Math.round(milliseconds * 10) / 10;
  const hasGone = outcome.status === clientHasGone;
  log.info({ ...rest, durationMs, problem }, hasGone ? "request aborted by the client" : "request completed");
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
