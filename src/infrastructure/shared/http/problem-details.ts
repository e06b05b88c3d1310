import { type Static, Type } from "@sinclair/typebox";
import {
  ConcurrencyConflict,
  Conflict,
  DomainError,
  Forbidden,
  InvalidValue,
  NotFound,
  Unauthenticated,
} from "#domain/shared/domain-error.ts";
import {
  AcquireTimeout,
  AlreadyCommitted,
  DatabaseTimeout,
  DatabaseUnavailable,
  OutcomeUnknown,
  TransactionConflict,
  WorkAborted,
} from "#infrastructure/shared/database/errors.ts";
import { type Fault, RequestFault } from "./request-fault.ts";

/** The body of every answer that reports an error, as RFC 9457 describes it. */
export const ProblemDetails = Type.Object(
  {
    type: Type.String({ description: "Names the kind of problem, for programs.", examples: ["/problems/not-found"] }),
    title: Type.String({ description: "The kind of problem, for people." }),
    status: Type.Integer(),
    detail: Type.String({ description: "What was wrong this time." }),
    instance: Type.String({ description: "The path that was asked." }),
    requestId: Type.String({ description: "Finds the request in the log." }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: "Where, as a JSON pointer.", examples: ["/body/email", "/query/limit"] }),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { $id: "ProblemDetails" },
);

export type ProblemDetails = Static<typeof ProblemDetails>;

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly Fault[] | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const mostFaults = 100;

/** A problem as the body of its answer. @param instance the path that was asked */
export function problemDetails(problem: Problem, instance: string, requestId: string): ProblemDetails {
  const { status, code, detail, errors } = problem;
  return {
    type: `/problems/${code}`,
    title: code.charAt(0).toUpperCase() + code.slice(1).replaceAll("-", " "),
    status,
    detail,
    instance,
    requestId,
    ...(errors === undefined ? {} : { errors: errors.slice(0, mostFaults) }),
  };
}

/** The one place where errors become HTTP. What isn't known here is a 500 that tells nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return domainProblem(error);
  if (error instanceof RequestFault) {
    const { status, code, message: detail, errors, headers } = error;
    return { status, code, detail, errors, headers };
  }
  return databaseProblem(error) ?? fastifyProblem(error) ?? internalError;
}

const internalError: Problem = {
  status: 500,
  code: "internal-error",
  detail: "Something went wrong here, not in the request. The request id finds it in the log.",
};

function domainProblem(error: DomainError): Problem {
  const { code, message: detail } = error;
  if (error instanceof InvalidValue) return { status: 422, code, detail };
  if (error instanceof NotFound) return { status: 404, code, detail };
  if (error instanceof Conflict) return { status: 409, code, detail };
  if (error instanceof ConcurrencyConflict) return { status: 412, code, detail };
  if (error instanceof Unauthenticated) return { status: 401, code, detail, headers: { "www-authenticate": "Bearer" } };
  if (error instanceof Forbidden) return { status: 403, code, detail };
  return internalError;
}

const retrySoon = { "retry-after": "1" };

function databaseProblem(error: unknown): Problem | undefined {
  if (error instanceof AcquireTimeout)
    return {
      status: 503,
      code: "overloaded",
      detail: "More requests came than can be worked on at once. Nothing was changed: try again.",
      headers: retrySoon,
    };
  if (error instanceof DatabaseUnavailable)
    return {
      status: 503,
      code: "database-unavailable",
      detail: "The database can't be reached now. Nothing was changed: try again.",
      headers: retrySoon,
    };
  if (error instanceof TransactionConflict)
    return {
      status: 503,
      code: "too-much-contention",
      detail: "Too many requests changed the same things at once. Nothing was changed: try again.",
      headers: retrySoon,
    };
  if (error instanceof DatabaseTimeout)
    return {
      status: 503,
      code: "database-timeout",
      detail: "The database took too long. Nothing was changed: try again.",
      headers: retrySoon,
    };
  // No Retry-After: what may have been done must not be repeated blindly.
  if (error instanceof OutcomeUnknown)
    return {
      status: 503,
      code: "outcome-unknown",
      detail: "The connection to the database was lost: the change was made or not. Read before you repeat it.",
    };
  if (error instanceof AlreadyCommitted)
    return { status: 409, code: "already-done", detail: "This was done before. Nothing was changed this time." };
  if (error instanceof WorkAborted)
    return { status: 503, code: "request-aborted", detail: "The request was cancelled. Nothing was changed." };
  return undefined;
}

const fastifyCodes: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: "malformed-url",
  FST_ERR_MAX_PARAM_LENGTH: "url-too-long",
  FST_ERR_CTP_INVALID_JSON_BODY: "malformed-json",
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
};

/** What Fastify refuses by itself. A 4xx of anything else isn't trusted: its message may not be for the public. */
function fastifyProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode: status = 500 } = error as Error & { code?: string; statusCode?: number };
  if (code === "ECONNRESET") return { status: 400, code: "request-aborted", detail: "The request was cut off." };
  if (code?.startsWith("FST_") !== true || status < 400 || status > 499) return undefined;
  return { status, code: fastifyCodes[code] ?? "bad-request", detail: error.message };
}
