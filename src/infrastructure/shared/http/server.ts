import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Configuration } from "#infrastructure/shared/config/configuration.ts";
import { requestObserver, type RequestOutcome } from "#infrastructure/shared/observability/request-observation.ts";
import { type Authentication, guardRoutes } from "./authentication.ts";
import { requireDeclaredAnswers } from "./declared-answers.ts";
import { documentRoutes } from "./documentation.ts";
import { drainOnClose } from "./graceful-shutdown.ts";
import { healthRoutes, healthTags, type Ready } from "./health-routes.ts";
import { acceptOnlyJson } from "./json-bodies.ts";
import { limitRates } from "./rate-limits.ts";
import { RequestFault } from "./request-fault.ts";
import { requestIdOf } from "./request-id.ts";
import { answerClientError, sendProblem } from "./send-problem.ts";
import { buildValidator } from "./validation.ts";

export interface HttpServerOptions {
  readonly configuration: Configuration["http"];
  readonly logger: FastifyBaseLogger;
  /** The contexts' route files. */
  readonly routes: readonly FastifyPluginAsyncTypebox[];
  /** What the operations under each tag are about. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The same one that the routes were given. */
  readonly authentication: Authentication;
  /** For `/health/ready`. */
  readonly ready: Ready;
  /** How long `ready` may take, in milliseconds. Default: 2000. */
  readonly readyTimeoutMs?: number;
  /** Told of each request when it has ended. */
  readonly requestEnded?: ((outcome: RequestOutcome) => void) | undefined;
}

const mebibyte = 1024 * 1024;
/** How long a whole request may take to arrive, in milliseconds. */
const requestTimeout = 30_000;

/** What the documentation page may load: nothing from outside. No upgrade-insecure-requests: it breaks plain HTTP. */
const contentSources = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** The HTTP server with all its routes, ready to `listen`. */
export async function createHttpServer({
  configuration,
  logger,
  routes,
  tags = {},
  authentication,
  ready,
  readyTimeoutMs = 2000,
  requestEnded,
}: HttpServerOptions): Promise<FastifyInstance> {
  const observeRequest = requestObserver(requestEnded);
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: requestIdOf,
    trustProxy: configuration.trustProxy,
    bodyLimit: mebibyte,
    // Of a decoded part of a path. Fastify's own is 100: ids of outside providers are longer.
    routerOptions: { maxParamLength: 255 },
    requestTimeout,
    // drainOnClose answers instead, with a problem
    return503OnClosing: false,
    schemaController: { compilersFactory: { buildValidator } },
    // Runs no hooks
    frameworkErrors: (error, request, reply) =>
      observeRequest(request, reply, () => void sendProblem(error, request, reply)),
    clientErrorHandler: answerClientError,
  });
  app.decorateReply("problem", undefined);
  app.setErrorHandler(sendProblem);

  app.addHook("onRequest", observeRequest);
  drainOnClose(app, configuration.shutdownTimeoutMs);
  acceptOnlyJson(app);
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: contentSources } });
  if (configuration.corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...configuration.corsOrigins],
      methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      exposedHeaders: ["etag", "retry-after", "x-request-id"],
    });
  await limitRates(app, configuration.rateLimitPerMinute);
  guardRoutes(app, authentication);
  await documentRoutes(app, authentication, { ...healthTags, ...tags });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request) => {
    throw new RequestFault(
      404,
      "route-not-found",
      `There is no ${request.method} ${request.url.replace(/\?.*$/s, "")}.`,
    );
  });

  await app.register(async (api) => {
    requireDeclaredAnswers(api);
    for (const plugin of [healthRoutes(ready, readyTimeoutMs), ...routes]) await api.register(plugin);
  });
  await app.ready();
  return app;
}
