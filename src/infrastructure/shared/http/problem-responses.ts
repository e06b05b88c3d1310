import { STATUS_CODES } from "node:http";
import { Type } from "@sinclair/typebox";
import { ProblemDetails } from "./problem-details.ts";

/**
 * Documents the problems that only this route has, beside its answers: `{ 201: UserView, ...problems(409, 422) }`.
 * Those of every route (400, 401, 403, 429, 500, 503) are added by themselves.
 */
// The type says nothing, so that what a handler may return is inferred from the other answers alone.
export function problems(...statuses: number[]): object {
  return Object.fromEntries(statuses.map((status) => [status, response(status)]));
}

function response(status: number) {
  const schema = Type.Ref(ProblemDetails.$id ?? "");
  return { description: STATUS_CODES[status], content: { "application/problem+json": { schema } } };
}
