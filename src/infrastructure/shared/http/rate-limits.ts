import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import { RequestFault } from "./request-fault.ts";

const minute = 60_000;

/** Limits how many requests per minute one address may make, over all routes without a limit of their own. */
export async function limitRates(app: FastifyInstance, max: number): Promise<void> {
  await app.register(rateLimit, {
    max,
    timeWindow: minute,
    // What one customer of a provider has at least
    ipv6Subnet: 64,
    errorResponseBuilder: (_request, { max: limit, after }) => tooManyRequests(limit, after),
  });
}

/** A limit of its own for a route, per address: `app.post("/v1/sessions", { config: perMinute(10), ... })`. */
export function perMinute(max: number): { rateLimit: { max: number; timeWindow: number } } {
  return { rateLimit: { max, timeWindow: minute } };
}

/** Also for the documentation. @param after as in "30 seconds" */
export function tooManyRequests(limit: number, after: string): RequestFault {
  return new RequestFault(429, "too-many-requests", `More than ${limit} requests in a minute: wait ${after}.`);
}
