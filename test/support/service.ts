import type { FastifyInstance } from "fastify";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import type { Container } from "#infrastructure/shared/container.ts";
import type { Mail } from "#infrastructure/shared/mail/mailer.ts";
import { shared } from "#infrastructure/shared/module.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { createService } from "#infrastructure/service.ts";
import { test as base } from "./fixtures.ts";
import { HttpClient } from "./http-client.ts";
import { SettableClock } from "./settable-clock.ts";

export interface StartOptions {
  /** Configuration beside the test's own. Rate limits are out of the way unless given here. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Puts other things in the place of what was registered, after the test's clock and mailer. */
  readonly customize?: (container: Container) => void;
}

export interface WiredService {
  readonly container: Container;
  /** What it has logged, a line each. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
}

export interface RunningService extends WiredService {
  readonly http: HttpClient;
}

/**
 * `test` with the whole service, on a database of the test's own. Most tests want `test/support/test.ts`, which adds what
 * the contexts bring.
 *
 * - `wired`: `{ container, logs }`, without a server
 * - `service`: `{ container, logs, http }`: the same with a real server on a free port; `http`: sends requests to it
 * - `clock`: its time, which stands still until it is set forward; `mails`: what it has sent
 * - `startService`: starts another one on the same database, configured or wired otherwise
 */
export const test = base
  .extend("clock", () => new SettableClock(new Date().toISOString()))
  .extend("mails", (): Mail[] => [])
  .extend("wireService", ({ db, clock, mails }, { onCleanup }) => {
    const closing: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      for (const close of closing) await close();
    });

    return async ({ environment, customize }: StartOptions = {}) => {
      const configuration = loadConfiguration({ ...quiet, ...environment });
      const logs: Record<string, unknown>[] = [];
      const write = (line: string) => logs.push(JSON.parse(line) as Record<string, unknown>);
      const service = await createService({
        configuration,
        logger: createLogger(configuration, { write }),
        dataSource: db.dataSource,
        customize: (container) => {
          container.replace(shared.clock, () => clock);
          container.replace(shared.mailer, () => ({ send: async (mail) => void mails.push(mail) }));
          customize?.(container);
        },
      });
      closing.push(() => service.close());
      return { container: service.container, logs, server: service.http };
    };
  })
  .extend(
    "startService",
    ({ wireService }) =>
      async (options?: StartOptions) =>
        listen(await wireService(options)),
  )
  .extend("wired", ({ wireService }) => wireService())
  .extend("service", ({ wired }) => listen(wired))
  .extend("http", ({ service }) => service.http);

async function listen({
  server,
  ...wired
}: WiredService & { readonly server: FastifyInstance }): Promise<RunningService> {
  return { ...wired, http: new HttpClient(await server.listen({ host: "127.0.0.1", port: 0 })) };
}

const quiet = {
  NODE_ENV: "test",
  TOKEN_SECRET: "of all tests without one of their own",
  RATE_LIMIT_PER_MINUTE: "1000000",
  LOG_IN_RATE_LIMIT_PER_MINUTE: "1000000",
};
