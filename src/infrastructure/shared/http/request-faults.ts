import type { ErrorObject } from "ajv";
import type { FastifyRequest } from "fastify";
import { type Fault, RequestFault } from "./request-fault.ts";

/** What a request is refused with that doesn't fit its route's schemas. */
export function invalidRequest(method: string, url: string, errors: readonly Fault[]): RequestFault {
  const detail = `The request doesn't fit what ${method} ${url} expects: see errors.`;
  return new RequestFault(400, "invalid-request", detail, { errors });
}

/** All faults of all parts of a request. Fastify itself stops at the first part with a fault. */
export function requestFaults(request: FastifyRequest): Fault[] {
  const parts = [
    ["params", "/params", request.params],
    ["querystring", "/query", request.query],
    ["headers", "/headers", request.headers],
    ["body", "/body", request.body],
  ] as const;
  return parts.flatMap(([part, pointer, value]) => {
    const validate = request.getValidationFunction(part);
    if (typeof validate !== "function" || validate(value ?? null)) return [];
    return faultsOf(validate.errors ?? [], pointer);
  });
}

/** Ajv's errors as faults, one per place, in the order of their places. */
export function faultsOf(errors: readonly ErrorObject[], root: string): Fault[] {
  const choices = errors.filter(isListOfConstants);
  const details = new Map<string, Set<string>>();
  for (const error of errors) {
    const isCoveredByChoice = choices.some((choice) => error.schemaPath.startsWith(`${choice.schemaPath}/`));
    // A plain anyOf only says that none of its alternatives fits: they say why.
    if (isCoveredByChoice || (error.keyword === "anyOf" && !isListOfConstants(error))) continue;
    const pointer = root + pointerOf(error);
    details.set(pointer, (details.get(pointer) ?? new Set()).add(detailOf(error)));
  }
  return [...details].map(([pointer, texts]) => ({ pointer, detail: [...texts].join(" or ") }));
}

function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  if (keyword === "required") return `${instancePath}/${escape(params["missingProperty"])}`;
  if (keyword === "additionalProperties") return `${instancePath}/${escape(params["additionalProperty"])}`;
  return instancePath;
}

function detailOf(error: ErrorObject): string {
  const { keyword, params, message } = error;
  if (keyword === "required") return "is required";
  if (keyword === "additionalProperties") return "is not known here";
  if (keyword === "enum") return `must be one of ${(params["allowedValues"] as unknown[]).join(", ")}`;
  if (isListOfConstants(error)) return `must be one of ${constantsOf(error).join(", ")}`;
  return message ?? "is wrong";
}

/** An anyOf whose alternatives are all constants, as TypeBox writes a union of literals. */
function isListOfConstants(error: ErrorObject): boolean {
  return error.keyword === "anyOf" && constantsOf(error).every((constant) => constant !== undefined);
}

function constantsOf({ schema }: ErrorObject): unknown[] {
  return (schema as { const?: unknown }[]).map((alternative) => alternative.const);
}

function escape(name: unknown): string {
  return String(name).replaceAll("~", "~0").replaceAll("/", "~1");
}
