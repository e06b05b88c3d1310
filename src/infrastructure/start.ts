import type { FastifyBaseLogger } from "fastify";
import { createService } from "./service.ts";
import { type Configuration, loadConfiguration } from "./shared/config/configuration.ts";
import { keepTokenSecret } from "./shared/config/token-secret.ts";
import { startEmbeddedServer } from "./shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "./shared/database/ensure-database.ts";
import { migrate } from "./shared/database/migrations/migrations.ts";
import { createDataSource } from "./shared/database/postgres-data-source.ts";
import { closeOnSignal } from "./shared/http/graceful-shutdown.ts";
import { createDatabaseObserver } from "./shared/observability/database-observer.ts";
import { createLogger } from "./shared/observability/logger.ts";

/** How long the rest may take to close after the requests in flight, in milliseconds. */
const graceForTheRest = 10_000;

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
  const url = configuration.database.url?.reveal() ?? (await startOwnDatabase(dataDirectory, onProgress, resources));
  const { migrationUrl, whenNewer } = configuration.database;
  const onWarning = (line: string) => logger.warn(line);
  await migrate({ url: migrationUrl?.reveal() ?? url, whenNewer, onProgress, onWarning });

  const { poolSize, acquireTimeoutMs, statementTimeoutMs, slowStatementMs } = configuration.database;
  const dataSource = createDataSource({
    url,
    size: poolSize,
    acquireTimeout: acquireTimeoutMs,
    statementTimeout: statementTimeoutMs,
    observer: createDatabaseObserver({ logger, slowStatementMs }),
  });
  resources.defer(() => dataSource.close());

  const secret = tokens.secret ?? keepTokenSecret(dataDirectory);
  const service = await createService({
    configuration: { ...configuration, tokens: { ...tokens, secret } },
    logger,
    dataSource,
  });
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

async function startOwnDatabase(
  directory: string,
  onProgress: (line: string) => void,
  resources: AsyncDisposableStack,
): Promise<string> {
  const server = await startEmbeddedServer({ directory, onProgress });
  resources.defer(() => server.stop());
  const url = server.url("plinth");
  await ensureDatabase(url);
  onProgress(`DATABASE_URL is not set: the database is in ${directory}. Look into it: psql ${url}`);
  return url;
}
