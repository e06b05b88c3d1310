import type { FastifyBaseLogger } from "fastify";
import { connectDatabase } from "./connect-database.ts";
import { startHourlyWork } from "./hourly-work.ts";
import { createService } from "./service.ts";
import { type Configuration, loadConfiguration } from "./shared/config/configuration.ts";
import { keepTokenSecret } from "./shared/config/token-secret.ts";
import { startEmbeddedServer } from "./shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "./shared/database/ensure-database.ts";
import { forgetOldKeys } from "./shared/database/idempotent-work.ts";
import { migrate } from "./shared/database/migrations/migrations.ts";
import { seed } from "./shared/database/migrations/seed.ts";
import { passwordFromFile } from "./shared/database/password.ts";
import { closeOnSignal } from "./shared/http/graceful-shutdown.ts";
import { createLogger } from "./shared/observability/logger.ts";
import { serveMetrics } from "./shared/observability/metrics-server.ts";
import { createMetrics, type Metrics } from "./shared/observability/metrics.ts";

/** How long the rest may take to close after the requests in flight, in milliseconds. */
const graceForTheRest = 10_000;
/** How long idempotency keys are kept: nobody tries again after a week. */
const keptHours = 7 * 24;

/** Starts the service: database, migrations, HTTP. Where it can't, it says why and ends with exit code 1. */
export async function start(): Promise<void> {
  const resources = new AsyncDisposableStack();
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= resources.disposeAsync());
  try {
    const configuration = loadConfiguration();
    const logger = createLogger(configuration);
    for (const notice of configuration.notices) logger.warn(notice);
    const starting = run(configuration, logger, resources);
    closeOnSignal({
      logger,
      timeoutMs: configuration.http.shutdownTimeoutMs + graceForTheRest,
      // What is half started can't be closed: a signal during the start lets it come to its end first.
      close: () => starting.catch(() => undefined).then(close),
    });
    await starting;
  } catch (error) {
    console.error("The service can't start.", isMistakeInCode(error) ? error : (error as Error).message);
    await close();
    // Not exitCode: closeOnSignal takes the natural end of the process for a signal, and ends it with code 0.
    process.exit(1);
  }
}

/** Then the place tells more than the message. */
function isMistakeInCode(error: unknown): boolean {
  return !(error instanceof Error) || [TypeError, ReferenceError, SyntaxError].some((type) => error instanceof type);
}

async function run(
  configuration: Configuration,
  logger: FastifyBaseLogger,
  resources: AsyncDisposableStack,
): Promise<void> {
  const onProgress = (line: string) => logger.info(line);
  const { dataDirectory, tokens } = configuration;
  const { migrationUrl, whenNewer, passwordFile, sampleData } = configuration.database;
  const { url, created } = configuration.database.url
    ? { url: configuration.database.url.reveal(), created: false }
    : await startOwnDatabase(dataDirectory, onProgress, resources);
  const password = passwordFile === undefined ? undefined : passwordFromFile(passwordFile);
  const onWarning = (line: string) => logger.warn(line);
  await migrate({ url: migrationUrl?.reveal() ?? url, password, whenNewer, onProgress, onWarning });
  if (created && sampleData) await fillWithSamples(url, onProgress);

  const metrics = await startMetrics(configuration.metrics, logger, resources);
  const dataSource = connectDatabase({ url, password, configuration, logger, metrics });
  resources.defer(() => dataSource.close());

  const secret = tokens.secret ?? keepTokenSecret(dataDirectory);
  const service = await createService({
    configuration: { ...configuration, tokens: { ...tokens, secret } },
    logger,
    dataSource,
    metrics,
  });
  const works = {
    "forgetting old idempotency keys": () => forgetOldKeys(dataSource, keptHours),
    "the hourly work of a context": () => service.everyHour(),
  };
  resources.defer(startHourlyWork({ works, logger }));
  resources.defer(() => service.close());
  const { host, port } = configuration.http;
  const address = await service.http.listen({ host, port }).catch((cause: unknown) => {
    throw new Error(
      `It must listen on port ${port} of ${host}, but can't: ${(cause as Error).message}. ` +
        "Stop what listens there, or set PORT and HOST to something else.",
      { cause },
    );
  });
  logger.info(`Ready after ${Math.round(performance.now())} ms. Try ${address}/docs`);
}

/** First, so that it is closed last: the numbers are there to the end. */
async function startMetrics(
  { host, port }: Configuration["metrics"],
  logger: FastifyBaseLogger,
  resources: AsyncDisposableStack,
): Promise<Metrics | undefined> {
  if (port === undefined) return undefined;
  const metrics = createMetrics();
  const server = await serveMetrics(metrics, { host, port });
  resources.defer(() => server.close());
  logger.info(`Metrics are at ${server.url}`);
  return metrics;
}

async function startOwnDatabase(
  directory: string,
  onProgress: (line: string) => void,
  resources: AsyncDisposableStack,
): Promise<{ url: string; created: boolean }> {
  const server = await startEmbeddedServer({ directory, onProgress });
  resources.defer(() => server.stop());
  const url = server.url("plinth");
  const created = await ensureDatabase(url);
  onProgress(`DATABASE_URL is not set: the database is in ${directory}. Look into it: psql ${url}`);
  return { url, created };
}

async function fillWithSamples(url: string, onProgress: (line: string) => void): Promise<void> {
  const before = performance.now();
  const contexts = await seed({ url });
  const milliseconds = Math.round(performance.now() - before);
  onProgress(
    `The database is new, so it was filled with sample data (${contexts.join(", ")}, ${milliseconds} ms): log in as ` +
      "admin@example.com with the password that migrations/identity/seed.sql tells. Another time, SEED=false prevents it.",
  );
}
