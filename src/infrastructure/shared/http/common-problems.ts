import { errorCodes, type FastifySchema, type RouteOptions } from "fastify";
import {
  AcquireTimeout,
  DatabaseTimeout,
  DatabaseUnavailable,
  OutcomeUnknown,
  TransactionConflict,
} from "#infrastructure/shared/database/errors.ts";
import { exampleFaults, isJson } from "./example-faults.ts";
import { shuttingDown } from "./graceful-shutdown.ts";
import { tooManyRequests } from "./rate-limits.ts";
import { invalidRequest } from "./request-faults.ts";

/** Unless it is configured otherwise. */
const requestsPerMinute = 600;

/**
 * The problems that a route has without saying so: those of what it takes, and those of every route.
 *
 * @param instance a path that leads to it
 */
export function commonProblems(
  schema: FastifySchema,
  { method, url, config }: RouteOptions,
  instance: string,
): Error[] {
  const limit = config?.rateLimit;
  // What must answer when nothing else does: it isn't limited, and a database that is lost is no problem of its own.
  const isHealth = limit === false;
  const faults = exampleFaults(schema);
  return [
    ...(faults.length === 0 ? [] : [invalidRequest(String(method), url, faults)]),
    // Where no body is expected, one that comes is read nonetheless.
    ...(method === "GET" ? [] : schema.body === undefined || isJson(schema.body) ? jsonProblems : streamProblems),
    ...(schema.params === undefined ? [] : [new errorCodes.FST_ERR_MAX_PARAM_LENGTH(instance)]),
    ...(isHealth ? [] : [tooManyRequests(Number(limit?.max ?? requestsPerMinute), "1 minute"), ...databaseProblems]),
    ...(isHealth || method === "GET" ? [] : lostChanges),
    shuttingDown(),
    new Error("An error of any other kind."),
  ];
}

const jsonProblems = [
  new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY(),
  new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(),
  new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE("text/plain"),
];
const streamProblems = [
  Object.assign(new Error("The client has gone."), { code: "ECONNRESET" }),
  new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE("text/plain"),
];
const databaseProblems = [new AcquireTimeout(""), new DatabaseUnavailable(""), new DatabaseTimeout("")];
const lostChanges = [new TransactionConflict(""), new OutcomeUnknown("")];
