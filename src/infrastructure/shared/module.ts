import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger } from "fastify";
import type { Actor } from "#application/shared/actor.ts";
import type { Transactions } from "#application/shared/transactions.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Unauthenticated } from "#domain/shared/domain-error.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import type { Configuration } from "./config/configuration.ts";
import { type Container, token } from "./container.ts";
import { DataSourceTransactions } from "./database/data-source-transactions.ts";
import type { DataSource } from "./database/data-source.ts";
import { type Authentication, createAuthentication } from "./http/authentication.ts";
import { createMailer, type Mailer } from "./mail/mailer.ts";
import { systemClock } from "./system-clock.ts";
import { uuidGenerator } from "./uuid-generator.ts";

/** A bounded context as the service sees it. */
export interface Module {
  /** Tells the container how to make what the context consists of. */
  register(container: Container): void;
  routes(container: Container): FastifyPluginAsyncTypebox;
  /** The tags of its routes, and what the operations under each are about. */
  readonly tags: Readonly<Record<string, string>>;
  /** What each instance does once an hour, such as forgetting what is too old. */
  everyHour?(container: Container): Promise<unknown>;
}

/** What every context may ask the container for. */
export const shared = {
  configuration: token<Configuration>("configuration"),
  logger: token<FastifyBaseLogger>("logger"),
  dataSource: token<DataSource>("dataSource"),
  clock: token<Clock>("clock"),
  ids: token<IdGenerator>("ids"),
  transactions: token<Transactions>("transactions"),
  mailer: token<Mailer>("mailer"),
  /** Registered by the context that issues the tokens. */
  verifyAccessToken: token<(accessToken: string) => Promise<Actor>>("verifyAccessToken"),
  /** An example of what `verifyAccessToken` throws, for the documentation. */
  invalidAccessToken: token<Unauthenticated>("invalidAccessToken"),
  authentication: token<Authentication>("authentication"),
};

export function registerShared(
  container: Container,
  {
    configuration,
    logger,
    dataSource,
  }: { configuration: Configuration; logger: FastifyBaseLogger; dataSource: DataSource },
): void {
  container
    .register(shared.configuration, () => configuration)
    .register(shared.logger, () => logger)
    .register(shared.dataSource, () => dataSource)
    .register(shared.clock, () => systemClock)
    .register(shared.ids, () => uuidGenerator)
    .register(shared.transactions, () => new DataSourceTransactions(dataSource))
    .register(shared.mailer, () => {
      const { url, from } = configuration.mail;
      return createMailer({ url: url?.reveal(), from, logger });
    })
    .register(shared.authentication, (c) =>
      createAuthentication(c.resolve(shared.verifyAccessToken), c.resolve(shared.invalidAccessToken)),
    );
}
