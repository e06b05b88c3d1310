import { connect } from "node:net";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { TSchema } from "@sinclair/typebox";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import type { Actor } from "#application/shared/actor.ts";
import { Unauthenticated } from "#domain/shared/domain-error.ts";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { type Authentication, createAuthentication } from "#infrastructure/shared/http/authentication.ts";
import type { Ready } from "#infrastructure/shared/http/health-routes.ts";
import { createHttpServer, type HttpServerOptions } from "#infrastructure/shared/http/server.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";

export interface StartOptions {
  readonly environment?: Record<string, string>;
  readonly routes?: (authentication: Authentication) => FastifyPluginAsyncTypebox;
  readonly ready?: Ready;
  readonly readyTimeoutMs?: number;
  readonly requestEnded?: HttpServerOptions["requestEnded"];
}

export type LogLine = Record<string, unknown>;

/** A server on a free port, closed when the test has ended, and the lines that it logged since. */
export async function startServer({
  environment = {},
  routes,
  ready,
  readyTimeoutMs = 2000,
  requestEnded,
}: StartOptions = {}) {
  const configuration = loadConfiguration({ NODE_ENV: "test", RATE_LIMIT_PER_MINUTE: "100000", ...environment });
  const logs: LogLine[] = [];
  const logger = createLogger(configuration, { write: (line) => logs.push(JSON.parse(line) as LogLine) });
  const authentication = createAuthentication(verifyAccessToken);
  const app = await createHttpServer({
    configuration: configuration.http,
    logger,
    routes: routes === undefined ? [] : [routes(authentication)],
    authentication,
    ready: ready ?? (async () => {}),
    readyTimeoutMs,
    requestEnded,
  });
  onTestFinished(() => app.close());
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  logs.length = 0;
  return { app, url, port: Number(new URL(url).port), logs };
}

/** The schema of a route that answers 200 with `answer`, and says of itself what every route must. */
export function answering<Answer extends TSchema>(answer: Answer) {
  return { summary: "A route", tags: ["test"], response: { 200: { ...answer, description: "An answer." } } };
}

class AccessTokenInvalid extends Unauthenticated {
  readonly code = "access-token-invalid";
}

const actors: Readonly<Record<string, Actor>> = {
  member: { userId: "1", sessionId: "2", role: "member" },
  admin: { userId: "3", sessionId: "4", role: "admin" },
};

async function verifyAccessToken(token: string): Promise<Actor> {
  const actor = actors[token];
  if (actor === undefined) throw new AccessTokenInvalid("The access token is forged or expired: refresh the session.");
  return actor;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

/** The body of an answer, checked to be the problem that its headers and status promise. */
export async function problemIn(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type");
  if (type?.startsWith("application/problem+json") !== true)
    throw new Error(`Expected a problem, but ${response.status} ${type} came: ${await response.text()}`);
  const problem = (await response.json()) as Problem;
  if (problem.status !== response.status || problem.requestId !== response.headers.get("x-request-id"))
    throw new Error(`The problem ${JSON.stringify(problem)} contradicts the status or headers it came with.`);
  return problem;
}

/** Sends bytes that `fetch` would refuse to send; resolves with all that came back when the server closes. */
export async function sendRaw(port: number, ...chunks: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  for (const chunk of chunks) socket.write(chunk);
  let answer = "";
  for await (const part of socket) answer += String(part);
  return answer;
}

export const silent = pino({ level: "silent" });
