import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { trace } from "@opentelemetry/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { v7 as uuid } from "uuid";
import { WorkAborted } from "#infrastructure/shared/database/errors.ts";
import { type Problem, problemDetails, problemOf } from "./problem-details.ts";
import type { RequestFault } from "./request-fault.ts";
import { invalidRequest, requestFaults } from "./request-faults.ts";

const mediaType = "application/problem+json";

/** Answers with the problem that `error` is, as Fastify's error handler. Logs what is the service's own fault. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(isValidationError(error) ? faultOf(request) : error);
  if (error instanceof WorkAborted && reply.raw.destroyed) {
    request.log.info("the client has gone: what its request had begun in the database was rolled back");
  } else if (problem.status >= 500) {
    request.log[problem.status === 500 ? "error" : "warn"]({ err: error, problem: problem.code }, "request failed");
    if (error instanceof Error) trace.getActiveSpan()?.recordException(error);
  }
  reply.problem = problem.code;
  // What is left of the body is read and thrown away: closing at once could reset the connection before the answer is read.
  reply.removeHeader("connection");
  for (const [name, value] of Object.entries(problem.headers ?? {}))
    if (!reply.hasHeader(name)) reply.header(name, value);
  return reply
    .code(problem.status)
    .type(mediaType)
    .send(body(problem, request.url.replace(/\?.*$/s, ""), request.id));
}

function isValidationError(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "FST_ERR_VALIDATION";
}

function faultOf(request: FastifyRequest): RequestFault {
  return invalidRequest(request.method, String(request.routeOptions.url), requestFaults(request));
}

function body(problem: Problem, instance: string, requestId: string): string {
  return JSON.stringify(problemDetails(problem, instance, requestId));
}

const clientErrors: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: "request-timeout",
    detail: "The request didn't arrive in time.",
  },
  HPE_HEADER_OVERFLOW: { status: 431, code: "headers-too-large", detail: "The headers are larger than 16 KiB." },
};

const malformedHttp: Problem = { status: 400, code: "malformed-http", detail: "What came isn't an HTTP request." };

/** Answers what Node's HTTP parser refused, where there is no request yet. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = clientErrors[error.code ?? ""] ?? malformedHttp;
  const requestId = uuid();
  const text = body(problem, "", requestId);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `content-type: ${mediaType}`,
      `content-length: ${Buffer.byteLength(text)}`,
      `x-request-id: ${requestId}`,
      "connection: close",
      "",
      text,
    ].join("\r\n"),
  );
}
