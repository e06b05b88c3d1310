import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import type { Container } from "#infrastructure/shared/container.ts";
import type { Mail } from "#infrastructure/shared/mail/mailer.ts";
import { shared } from "#infrastructure/shared/module.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { createService } from "#infrastructure/service.ts";
import { test as base } from "./fixtures.ts";
import { HttpClient } from "./http-client.ts";
import { SettableClock } from "./identity/settable-clock.ts";
import { People } from "./people.ts";

export interface StartOptions {
  /** Configuration beside the test's own. Rate limits are out of the way unless given here. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Puts other things in the place of what was registered, after the test's clock and mailer. */
  readonly customize?: (container: Container) => void;
}

export interface RunningService {
  readonly container: Container;
  readonly http: HttpClient;
  /** What it has logged, a line each. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
}

/**
 * `test` with the whole service, on a database of the test's own and a real server on a free port.
 *
 * - `http`: sends requests to it; `people`: users of it, registered and logged in
 * - `service`: `{ container, http, logs }`
 * - `clock`: its time, which stands still until it is set forward; `mails`: what it has sent
 * - `startService`: starts another one on the same database, configured or wired otherwise
 */
export const test = base
  .extend("clock", () => new SettableClock(new Date().toISOString()))
  .extend("mails", (): Mail[] => [])
  .extend("startService", ({ db, clock, mails }, { onCleanup }) => {
    const closing: (() => Promise<void>)[] = [];
    onCleanup(async () => {
      for (const close of closing) await close();
    });

    return async ({ environment, customize }: StartOptions = {}): Promise<RunningService> => {
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
      const url = await service.http.listen({ host: "127.0.0.1", port: 0 });
      return { container: service.container, http: new HttpClient(url), logs };
    };
  })
  .extend("service", ({ startService }) => startService())
  .extend("http", ({ service }) => service.http)
  .extend("people", ({ service }) => new People(service));

const quiet = {
  NODE_ENV: "test",
  RATE_LIMIT_PER_MINUTE: "1000000",
  LOG_IN_RATE_LIMIT_PER_MINUTE: "1000000",
};
