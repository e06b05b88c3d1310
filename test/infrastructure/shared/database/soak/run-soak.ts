import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { randomFrom } from "#test/support/random.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { lendAll } from "../hazards/schedules/lend-all.ts";
import { isUnderTest, underTest } from "../hazards/under-test.ts";
import { load, tables } from "./load.ts";
import { MemoryLog } from "./memory.ts";
import { Writes } from "./writes.ts";

export interface SoakOptions {
  /** The same draws: accounts, aborts, who is killed. When they meet is the machine's affair. */
  readonly seed: number;
  readonly milliseconds: number;
  /** Megabytes per minute that the heap may grow in the second half. */
  readonly slope: number;
  readonly onProgress: (line: string) => void;
}

export interface SoakResult {
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  readonly kills: number;
  readonly slope: number;
  /** A sentence for each; none when all is well. */
  readonly violations: readonly string[];
}

const size = 6;
const workers = 10;
const killInterval = 500;

/**
 * Loads a `DataSource` while one of its backends is killed twice a second, then looks for what was leaked, lost or left.
 *
 * @param url an empty database, as a superuser
 */
export async function runSoak(url: string, options: SoakOptions): Promise<SoakResult> {
  const admin = await connectPlainly(url, "plinth soak");
  await admin.query(tables);
  const { seed, milliseconds, slope, onProgress } = options;
  // A number from -1 to 1.
  await admin.query("SELECT setseed($1)", [(seed % 1_000) / 1_000]);
  const { rows } = await admin.query<{ name: string }>("SELECT current_database() AS name");
  const database = rows[0]?.name ?? "";
  const observer = new StatementCounter();
  const source = createDataSource({ url: underTest(url), size, lockTimeout: 2_000, observer });
  const writes = new Writes();
  const memory = new MemoryLog();
  const violations: string[] = [];
  try {
    const stop = new AbortController();
    const loading = Promise.all(
      Array.from({ length: workers }, (_, n) => load(source, writes, randomFrom(seed * workers + n), stop.signal)),
    );
    const killing = killBackendsUntil(stop.signal, admin, database);
    const sampleInterval = Math.min(10_000, milliseconds / 20);
    for (const end = performance.now() + milliseconds; performance.now() < end; await pause(sampleInterval)) {
      const megabytes = memory.sample().toFixed(1);
      onProgress(`heap ${megabytes} MB, acknowledged ${writes.count("acknowledged")}, ${observer.running} running`);
    }
    stop.abort();
    const ended = await Promise.race([loading.then(() => true), pause(30_000, false, { ref: false })]);
    if (!ended) violations.push(`${writes.count("running")} writes have not settled.`);
    const kills = await killing;
    if (kills === 0) violations.push("No backend was killed.");
    if (observer.running > 0) violations.push(`${observer.running} statements have not settled.`);
    violations.push(...(await leaks(source, admin, database)), ...(await writes.violations(admin)));
    memory.sample();
    if (memory.slope > slope) violations.push(`The heap grows by ${memory.slope.toFixed(2)} MB per minute.`);
    const [acknowledged, refused, unknown] = (["acknowledged", "refused", "unknown"] as const).map((outcome) =>
      writes.count(outcome),
    );
    return {
      acknowledged: acknowledged ?? 0,
      refused: refused ?? 0,
      unknown: unknown ?? 0,
      kills,
      slope: memory.slope,
      violations,
    };
  } finally {
    await source.close(0);
    await admin.end();
  }
}

async function killBackendsUntil(signal: AbortSignal, admin: pg.Client, database: string): Promise<number> {
  let kills = 0;
  while (!signal.aborted) {
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND ${isUnderTest} ORDER BY random() LIMIT 1`,
      [database],
    );
    kills += rowCount ?? 0;
    await pause(killInterval, undefined, { signal }).catch(() => undefined);
  }
  return kills;
}

async function leaks(
  source: ReturnType<typeof createDataSource>,
  admin: pg.Client,
  database: string,
): Promise<string[]> {
  const found: string[] = [];
  await eventually(() => lendAll(source, size)).catch((error: unknown) =>
    found.push(`The pool of ${size} can't lend ${size} connections: ${String(error)}.`),
  );
  // One that is being closed may still be seen beside the one that takes its place.
  await eventually(async () => (await countBackends(admin, database, isUnderTest)) <= size).catch(() =>
    found.push(`The server has more connections than the pool's ${size}.`),
  );
  await eventually(
    async () => (await countBackends(admin, database, `${isUnderTest} AND state <> 'idle'`)) === 0,
  ).catch(() => found.push("The server still runs something, or stands idle in a transaction."));
  await source.close(1_000);
  await eventually(async () => (await countBackends(admin, database, isUnderTest)) === 0).catch(() =>
    found.push("Connections are left open after close()."),
  );
  return found;
}

class StatementCounter {
  running = 0;

  statementStarted() {
    this.running++;
    return () => void this.running--;
  }

  transactionRetried() {}
}
