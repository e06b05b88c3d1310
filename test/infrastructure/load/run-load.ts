import type pg from "pg";
import { connectDatabase } from "#infrastructure/connect-database.ts";
import { createService } from "#infrastructure/service.ts";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { randomFrom } from "#test/support/random.ts";
import { check } from "./check.ts";
import { readFacts } from "./facts.ts";
import { drawOperation, type Operation, type Outcome } from "./operations.ts";
import { type OpenedWorld, openWorld } from "./world.ts";

const clients = 16;
/** One backend is killed for so many operations: 5 %. */
const operationsPerKill = 20;

export interface LoadOptions {
  /** Whether to go on, asked before each operation. */
  readonly goOn: (started: number) => boolean;
  readonly seed: number;
}

export interface LoadReport {
  readonly violations: readonly string[];
  /** How often each kind got which answer: "transfer 201", "order 503 outcome-unknown". */
  readonly answers: Readonly<Record<string, number>>;
  readonly outcomes: readonly Outcome[];
  readonly killed: number;
}

/**
 * Lets 16 clients transfer money, place orders and take stock over HTTP from a service of its own, while backends in the
 * midst of a transaction are killed, and checks what came of each.
 *
 * @param url of a migrated database that nobody else uses, as a role that may end its connections
 */
export async function runLoad(url: string, { goOn, seed }: LoadOptions): Promise<LoadReport> {
  await using resources = new AsyncDisposableStack();
  const configuration = loadConfiguration(environment);
  const logger = createLogger(configuration);
  const dataSource = connectDatabase({ url, configuration, logger });
  resources.defer(() => dataSource.close());
  const service = await createService({ configuration, logger, dataSource });
  resources.defer(() => service.close());
  const http = new HttpClient(await service.http.listen({ host: "127.0.0.1", port: 0 }));
  const world = await openWorld(http, service.container);
  const admin = await connectPlainly(url, "load test");
  resources.defer(() => admin.end());

  const random = randomFrom(seed);
  const outcomes: Outcome[] = [];
  let started = 0;
  let killed = 0;
  let killing = Promise.resolve();
  const kill = (place: number) => {
    killing = killing.then(async () => void ((await killOne(admin, place)) && killed++));
  };
  const work = async () => {
    while (goOn(started)) {
      const operation = drawOperation(random, ++started);
      // Without waiting for the answer: it may hit this operation or another one.
      const sent = perform(world, operation);
      if (started % operationsPerKill === 0) kill(random.below(clients));
      outcomes.push(await sent);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  await killing;

  const violations = check(world, outcomes, await readFacts(dataSource));
  const kinds = Map.groupBy(outcomes, ({ operation, answer }) => `${operation.kind} ${answer}`);
  const answers = Object.fromEntries([...kinds.keys()].toSorted().map((kind) => [kind, kinds.get(kind)?.length ?? 0]));
  return { violations, answers, outcomes, killed };
}

const environment = {
  NODE_ENV: "test",
  TOKEN_SECRET: "the secret of the service under load",
  RATE_LIMIT_PER_MINUTE: "1000000",
  LOG_IN_RATE_LIMIT_PER_MINUTE: "1000000",
  DATABASE_POOL_SIZE: String(clients),
  ACCESS_TOKEN_TTL_SECONDS: "86400",
  LOG_LEVEL: "silent",
};

async function perform(world: OpenedWorld, operation: Operation): Promise<Outcome> {
  try {
    const { status, body } = await world.send(operation);
    const code = body.type?.split("/").at(-1);
    const answer = code === undefined ? String(status) : `${status} ${code}`;
    if (status < 300) return { operation, told: "accepted", answer, id: body.id };
    // What it is told with any other code has changed nothing.
    const told = code === "outcome-unknown" || status === 500 ? "unknown" : "refused";
    return { operation, told, answer, id: undefined };
  } catch (error) {
    return { operation, told: "unknown", answer: (error as Error).message, id: undefined };
  }
}

/** One that is in a transaction. @returns whether there was one */
async function killOne(admin: pg.Client, place: number): Promise<boolean> {
  const { rows } = await admin.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL ORDER BY pid`,
  );
  const victim = rows[place % (rows.length || 1)];
  if (victim === undefined) return false;
  const { rows: ended } = await admin.query<{ ended: boolean }>("SELECT pg_terminate_backend($1) AS ended", [
    victim.pid,
  ]);
  return ended[0]?.ended === true;
}
