import { STATUS_CODES } from "node:http";
import { Type } from "@sinclair/typebox";
import { DomainError } from "#domain/shared/domain-error.ts";
import { ProblemDetails, problemDetails, problemOf } from "./problem-details.ts";
import type { RequestFault } from "./request-fault.ts";
import { exampleId } from "./schemas.ts";

declare module "fastify" {
  interface FastifySchema {
    /**
     * The problems that only this route has, as the errors that it throws: `[new EmailAlreadyTaken(), new InvalidEmail()]`.
     * Each is an example in the documentation. Those of every route are there without being named.
     */
    problems?: readonly (DomainError | RequestFault)[];
  }
}

/** The answers to these errors: by status, with an example for each code. @param instance the path in the examples */
export function problemResponses(errors: readonly Error[], instance: string): Record<string, object> {
  const examples = errors.map((error) => {
    const problem = problemOf(error);
    const value = problemDetails(problem, instance, exampleId);
    return { status: problem.status, code: problem.code, example: { summary: value.title, value } };
  });
  const byStatus = Object.entries(Object.groupBy(examples, ({ status }) => status));
  return Object.fromEntries(byStatus.map(([status, group = []]) => [status, response(status, group)]));
}

function response(status: string, group: readonly { readonly code: string; readonly example: object }[]) {
  const schema = Type.Ref(ProblemDetails.$id ?? "");
  const examples = Object.fromEntries(group.map(({ code, example }) => [code, example]));
  return { description: STATUS_CODES[status], content: { "application/problem+json": { schema, examples } } };
}

/**
 * The error with which a rule refuses, for a route's `problems` where the rule makes the message.
 *
 * @throws Error when nothing is refused, or not by the domain
 */
export function refusalOf(rule: () => unknown): DomainError {
  let thrown: unknown;
  try {
    rule();
  } catch (error) {
    thrown = error;
  }
  if (thrown instanceof DomainError) return thrown;
  throw new Error(`An example of a problem must be refused by the domain: ${String(rule)}.`, { cause: thrown });
}
