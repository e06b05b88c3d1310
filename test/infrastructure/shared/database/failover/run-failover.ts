import { setTimeout as pause } from "node:timers/promises";
import { DatabaseError, OutcomeUnknown } from "#infrastructure/shared/database/errors.ts";
import { createDataSource, type PooledDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";
import { type ConfiguredServer, startConfiguredServer, startStandby } from "#test/support/configured-server.ts";
import { eventually } from "#test/support/eventually.ts";
import { exec, one } from "#infrastructure/shared/database/statement.ts";

export interface FailoverOptions {
  /** How many transactions run at the same time. */
  readonly workers: number;
  /** Milliseconds of load before the primary is killed, and after the service works again. */
  readonly load: number;
  /** Milliseconds between the death of the primary and the promotion of its standby. */
  readonly detection: number;
}

/** One transaction: what was told about it, and how long that took. */
interface Told {
  readonly id: string;
  readonly outcome: "committed" | "unknown" | "failed";
  readonly error: unknown;
  readonly milliseconds: number;
  readonly endedAt: number;
  /** Of the server that it wrote to, if it was told. */
  readonly port: number | undefined;
}

export interface FailoverResult {
  readonly committed: number;
  /** By the name of their error, those with an unknown outcome too. */
  readonly failed: Readonly<Record<string, number>>;
  readonly longestMs: number;
  /** From the death of the primary to the first transaction that the new one has committed. */
  readonly recoveryMs: number;
  readonly violations: readonly string[];
}

const limits = { acquireTimeout: 10_000, connectTimeout: 10_000, statementTimeout: 5_000 };

const createTable = exec(
  statement("CREATE TABLE written (id text NOT NULL, part int NOT NULL, PRIMARY KEY (id, part))"),
);
const write = exec<{ 0: string; 1: number }>(statement("INSERT INTO written VALUES ($1, $2)", [25, 23]));
const serverPort = one<{}, { port: number }>(statement("SELECT current_setting('port')::int AS port"));

/**
 * Loads a primary with a synchronous standby, kills it, promotes the standby, and compares what was told with what is
 * there.
 *
 * @param directory where the servers keep their data
 */
export async function runFailover(directory: string, options: FailoverOptions): Promise<FailoverResult> {
  const primary = await startConfiguredServer(directory, "primary");
  const standby = await startStandby(primary, "standby");
  await makeSynchronous(primary);
  const source = createDataSource({
    url: `postgres://plinth@127.0.0.1:${primary.port},127.0.0.1:${standby.port}/postgres`,
    size: options.workers,
    ...limits,
  });
  try {
    await source.withConnection((connection) => createTable(connection));
    const load = startLoad(source, options.workers);
    await pause(options.load);
    await primary.end("SIGKILL");
    const killedAt = performance.now();
    await pause(options.detection);
    await promote(standby);
    const recovered = await eventually(() => load.firstOn(standby.port), { deadline: limits.acquireTimeout });
    await pause(options.load);
    const told = await load.stop();
    return {
      committed: told.filter(({ outcome }) => outcome === "committed").length,
      failed: countByName(told),
      longestMs: Math.max(...told.map(({ milliseconds }) => milliseconds)),
      recoveryMs: recovered.endedAt - killedAt,
      violations: [...promisesBroken(told, options.workers), ...(await differences(standby, told))],
    };
  } finally {
    await source.close(0);
    await Promise.all([primary.end("SIGKILL"), standby.end("SIGKILL")]);
  }
}

async function makeSynchronous(primary: ConfiguredServer): Promise<void> {
  const admin = await primary.connect();
  await admin.query("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
  await admin.query("SELECT pg_reload_conf()");
  const follows = "SELECT FROM pg_stat_replication WHERE sync_state = 'sync'";
  await eventually(async () => (await admin.query(follows)).rowCount === 1);
  await admin.end();
}

async function promote(standby: ConfiguredServer): Promise<void> {
  const admin = await standby.connect();
  await admin.query("SELECT pg_promote()");
  await admin.end();
}

/** Each transaction writes two rows, one after the other. */
function startLoad(source: PooledDataSource, workers: number) {
  const told: Told[] = [];
  let stopped = false;
  const work = async (worker: number) => {
    for (let turn = 0; !stopped; turn++) {
      const id = `${worker}/${turn}`;
      const started = performance.now();
      const [port, error] = await source
        .withTransaction(async (transaction) => {
          await write(transaction, { 0: id, 1: 1 });
          const server = await serverPort(transaction);
          await write(transaction, { 0: id, 1: 2 });
          return server.port;
        })
        .then(
          (answer) => [answer, undefined] as const,
          (reason: unknown) => [undefined, reason] as const,
        );
      const outcome = error === undefined ? "committed" : error instanceof OutcomeUnknown ? "unknown" : "failed";
      const endedAt = performance.now();
      told.push({ id, outcome, error, port, endedAt, milliseconds: endedAt - started });
    }
  };
  const all = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return {
    firstOn(server: number): Told {
      const first = told.find(({ port }) => port === server);
      if (first === undefined) throw new Error("The new primary has committed nothing yet.");
      return first;
    },
    async stop() {
      stopped = true;
      await all;
      return told;
    },
  };
}

function countByName(told: readonly Told[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { error } of told) {
    if (error !== undefined) counts[(error as Error).name] = (counts[(error as Error).name] ?? 0) + 1;
  }
  return counts;
}

/**
 * What is in flight when a connection dies may fail, so as many as there are connections, and none hangs. Two may be of one
 * worker: the server's processes outlive it by a moment, each by another one.
 */
function promisesBroken(told: readonly Told[], connections: number): string[] {
  const failed = told.filter(({ outcome }) => outcome !== "committed");
  const longest = limits.acquireTimeout + limits.statementTimeout;
  return [
    ...failed
      .slice(connections)
      .map(({ id, error }) => `${id} failed, though ${connections} had failed before it: ${String(error)}`),
    ...failed
      .filter(({ error }) => !(error instanceof DatabaseError))
      .map(({ id, error }) => `${id} failed with an error that isn't ours: ${String(error)}`),
    ...told
      .filter(({ milliseconds }) => milliseconds > longest)
      .map(({ id, milliseconds }) => `${id} took ${milliseconds.toFixed(0)} ms, more than ${longest}.`),
  ];
}

async function differences(server: ConfiguredServer, told: readonly Told[]): Promise<string[]> {
  const admin = await server.connect();
  const { rows } = await admin.query<{ id: string; parts: number }>(
    "SELECT id, count(*)::int AS parts FROM written GROUP BY id",
  );
  await admin.end();
  const found = new Map(rows.map(({ id, parts }) => [id, parts]));
  const allowed = { committed: [2], unknown: [0, 2], failed: [0] } as const;
  return told
    .filter(({ id, outcome }) => !(allowed[outcome] as readonly number[]).includes(found.get(id) ?? 0))
    .map(({ id, outcome }) => `${id} was told as ${outcome}, but ${found.get(id) ?? 0} of its 2 rows are there.`);
}
