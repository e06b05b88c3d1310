import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { catalogModule } from "./catalog/module.ts";
import { identityModule } from "./identity/module.ts";
import { ledgerModule } from "./ledger/module.ts";
import { orderingModule } from "./ordering/module.ts";
import { organizationModule } from "./organization/module.ts";
import type { Configuration } from "./shared/config/configuration.ts";
import { Container } from "./shared/container.ts";
import type { DataSource } from "./shared/database/data-source.ts";
import type { Statement } from "./shared/database/statement.ts";
import { createHttpServer } from "./shared/http/server.ts";
import { type Module, registerShared, shared } from "./shared/module.ts";
import type { Metrics } from "./shared/observability/metrics.ts";

/** Every context of the service. A new one is added here. */
const modules: readonly Module[] = [identityModule, organizationModule, catalogModule, orderingModule, ledgerModule];

export interface ServiceOptions {
  readonly configuration: Configuration;
  readonly logger: FastifyBaseLogger;
  /** Of a migrated database. It stays the caller's: `close()` leaves it open. */
  readonly dataSource: DataSource;
  /** Measures its requests. */
  readonly metrics?: Metrics | undefined;
  /** For tests: puts other things in the place of what was registered. */
  readonly customize?: (container: Container) => void;
}

export interface Service {
  readonly container: Container;
  /** Ready to `listen`. */
  readonly http: FastifyInstance;
  /** What the contexts want to be done once an hour. Rejects with the first failure, when all are over. */
  everyHour(): Promise<void>;
  /** Lets requests in flight finish and refuses new ones. */
  close(): Promise<void>;
}

const isAlive: Statement = { name: "shared/health.isAlive", text: "SELECT 1", parameters: [], parameterTypes: [] };

/** Wires all contexts to one service. */
export async function createService({
  configuration,
  logger,
  dataSource,
  metrics,
  customize = () => undefined,
}: ServiceOptions): Promise<Service> {
  const container = new Container();
  registerShared(container, { configuration, logger, dataSource });
  for (const module of modules) module.register(container);
  customize(container);

  const http = await createHttpServer({
    configuration: configuration.http,
    logger,
    routes: modules.map((module) => module.routes(container)),
    tags: Object.assign({}, ...modules.map((module) => module.tags)) as Record<string, string>,
    authentication: container.resolve(shared.authentication),
    ready: async () => {
      await dataSource.withConnection((connection) => connection.execute(isAlive, []));
    },
    requestEnded: metrics?.requestEnded,
  });
  const everyHour = async () => {
    const works = await Promise.allSettled(modules.map(async (module) => module.everyHour?.(container)));
    for (const work of works) if (work.status === "rejected") throw work.reason;
  };
  return { container, http, everyHour, close: () => http.close() };
}
