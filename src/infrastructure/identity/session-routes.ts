import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { FastifyRequest } from "fastify";
import { InvalidToken, SessionNotFound, WrongCredentials } from "#domain/identity/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { perMinute } from "#infrastructure/shared/http/rate-limits.ts";
import { closed, NoContent } from "#infrastructure/shared/http/schemas.ts";
import { accessTokensLive, emailText, passwordText, TokensView, tokenText, toTokensView } from "./identity-schemas.ts";
import type { IdentityRoutesOptions } from "./route-options.ts";

const LogInBody = Type.Object({ email: emailText, password: passwordText }, closed);
const RefreshBody = Type.Object({ refreshToken: tokenText }, closed);

const schema = { tags: ["identity: sessions"] };
/** RFC 6749 §5.1 */
const notToBeKept = { "cache-control": "no-store" };
/** Refresh tokens can't be guessed; many people may share an address. */
const refreshesPerMinute = 60;

export const sessionRoutes =
  ({ identity, authentication, logInsPerMinute }: IdentityRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/sessions",
      {
        config: perMinute(logInsPerMinute),
        schema: {
          ...schema,
          operationId: "logIn",
          summary: "Log in",
          body: LogInBody,
          response: { 201: TokensView },
          problems: [new WrongCredentials()],
        },
      },
      async (request, reply) => {
        const tokens = await identity.logIn({ ...request.body, ...deviceOf(request) });
        return reply.code(201).headers(notToBeKept).send(toTokensView(tokens));
      },
    );

    app.post(
      "/v1/sessions/refresh",
      {
        config: perMinute(refreshesPerMinute),
        schema: {
          ...schema,
          operationId: "refreshSession",
          summary: "Exchange a refresh token for new tokens",
          description: "Each refresh token is good once. One that comes again revokes its session.",
          body: RefreshBody,
          response: { 200: TokensView },
          problems: [new InvalidToken()],
        },
      },
      async ({ body }, reply) => {
        const tokens = await identity.refreshSession(body.refreshToken);
        return reply.headers(notToBeKept).send(toTokensView(tokens));
      },
    );

    app.delete(
      "/v1/sessions/current",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "logOut",
          summary: "Log out",
          description: accessTokensLive,
          response: { 204: NoContent },
          problems: [new SessionNotFound()],
        },
      },
      async ({ actor }, reply) => {
        await identity.logOut(parseId(actor.sessionId));
        return reply.code(204).send(null);
      },
    );

    app.delete(
      "/v1/sessions",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "logOutEverywhere",
          summary: "Log out everywhere",
          description: accessTokensLive,
          response: { 204: NoContent },
        },
      },
      async ({ actor }, reply) => {
        await identity.logOutEverywhere(parseId(actor.userId));
        return reply.code(204).send(null);
      },
    );
  };

function deviceOf({ headers, ip }: FastifyRequest): { userAgent: string | null; ip: string } {
  return { userAgent: headers["user-agent"]?.slice(0, 500) ?? null, ip };
}
