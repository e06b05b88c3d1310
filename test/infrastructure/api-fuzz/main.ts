import { connectDatabase } from "#infrastructure/connect-database.ts";
import { createService } from "#infrastructure/service.ts";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import type { Mail } from "#infrastructure/shared/mail/mailer.ts";
import { shared } from "#infrastructure/shared/module.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { startThrowAwayServer } from "#test/infrastructure/shared/database/hazards/throw-away-server.ts";
import { readProgramOptions } from "#test/support/program-options.ts";
import { SettableClock } from "#test/support/settable-clock.ts";
import type { FuzzReport } from "./fuzz-report.ts";
import { RegisteredPeople } from "./people.ts";
import { type FuzzOptions, runApiFuzz } from "./run-api-fuzz.ts";

const help = `Sends random requests, valid and spoilt ones, to every operation of the service's OpenAPI document, against a PostgreSQL of
its own, and holds each answer against the document. Ends with 1 when one doesn't fit or an operation never succeeds.

  npm run test:requests -- --count 20000 --seed 1

  --count <number>  how many requests (20000)
  --seed <number>   of the requests (the time); the same seed repeats them
  --help            this text
`;

const { count, seed } = readProgramOptions(help, {
  count: { default: 20_000, least: 1 },
  seed: { default: Date.now() % 1_000_000_000 },
});
const started = performance.now();
const report = await fuzz({ seed, count, onProgress: progress });
process.stdout.write(summaryOf(report, (performance.now() - started) / 1000));
process.exitCode = report.violations.length === 0 && report.neverSucceeded.length === 0 ? 0 : 1;

async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  await using resources = new AsyncDisposableStack();
  const server = await startThrowAwayServer();
  resources.defer(() => server.remove());
  await migrate({ url: server.url });
  const configuration = loadConfiguration({
    NODE_ENV: "test",
    TOKEN_SECRET: "the secret of the service that is fuzzed",
    RATE_LIMIT_PER_MINUTE: "1000000",
    LOG_IN_RATE_LIMIT_PER_MINUTE: "1000000",
    LOG_LEVEL: "error",
  });
  const logs: Record<string, unknown>[] = [];
  const write = (line: string) => logs.push(JSON.parse(line) as Record<string, unknown>);
  const logger = createLogger(configuration, { write });
  const dataSource = connectDatabase({ url: server.url, configuration, logger });
  resources.defer(() => dataSource.close());
  const clock = new SettableClock(new Date().toISOString());
  const mails: Mail[] = [];
  const service = await createService({
    configuration,
    logger,
    dataSource,
    customize: (container) => {
      container.replace(shared.clock, () => clock);
      container.replace(shared.mailer, () => ({ send: async (mail) => void mails.push(mail) }));
    },
  });
  resources.defer(() => service.close());
  const url = await service.http.listen({ host: "127.0.0.1", port: 0 });
  const people = new RegisteredPeople({ url, container: service.container, clock });
  return await runApiFuzz({ url, people, mails, logs }, options);
}

function progress(done: number, { violations }: FuzzReport): void {
  if (!process.stderr.isTTY || (done % 50 !== 0 && done !== count)) return;
  process.stderr.write(`\r${done} of ${count} requests, ${violations.length} violations${done === count ? "\n" : ""}`);
}

function summaryOf({ statuses, violations, neverSucceeded }: FuzzReport, seconds: number): string {
  const lines = [...statuses].map(([operation, counts]) => {
    const sorted = [...counts].toSorted(([one], [other]) => one - other);
    return `${operation.padEnd(54)} ${sorted.map(([status, times]) => `${status}: ${times}`).join(", ")}`;
  });
  return [
    ...lines.toSorted(),
    ...violations.map(
      ({ operation, fault, number, curl, answer }) =>
        `\n${operation}: ${fault}\n  request ${number} of --count ${count} --seed ${seed}\n  ${curl}\n  ${answer}`,
    ),
    ...neverSucceeded.map(({ name }) => `\n${name} never succeeded`),
    `\n${count} requests, seed ${seed}, ${seconds.toFixed(0)} s: ${violations.length} violations\n`,
  ].join("\n");
}
