import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { eventually } from "#test/support/eventually.ts";
import { countBackends } from "#test/support/kill-backend.ts";
import { startProxy } from "#test/support/proxy.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "#test/support/test-database.ts";
import { type Told, violations } from "./check.ts";
import { readLedger, tables } from "./ledger.ts";
import { makeTrouble } from "./make-trouble.ts";
import { isUnderTest, underTest } from "../under-test.ts";
import { lendAll } from "./lend-all.ts";
import { Performance } from "./perform.ts";
import { planOf } from "./plan.ts";

export interface ScheduleResult {
  readonly told: readonly Told[];
  readonly retries: number;
  /** Backends that were terminated or told to cancel. */
  readonly hits: number;
  /** A sentence for each. */
  readonly violations: readonly string[];
}

/** Milliseconds after which what has not settled never will. All limits of a schedule are shorter. */
const patience = 30_000;

/**
 * Runs schedules of successive seeds, several at a time.
 *
 * @param adminUrl of a database of the server, as a superuser
 * @param onResult called with each seed and its result
 */
export async function runSchedules(
  adminUrl: string,
  { schedules, seed }: { readonly schedules: number; readonly seed: number },
  onResult: (seed: number, result: ScheduleResult) => void,
): Promise<void> {
  let next = seed;
  const lane = async () => {
    const admin = await connectPlainly(adminUrl, "plinth schedules");
    try {
      while (next < seed + schedules) {
        const own = next++;
        onResult(own, await runSchedule(admin, adminUrl, own));
      }
    } finally {
      await admin.end();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Most of a schedule is waiting. */
const lanes = 6;

/**
 * Runs the schedule of a seed in a database of its own and checks what came of it. The plan is always the same; how its
 * works and troubles meet isn't.
 */
async function runSchedule(admin: pg.Client, adminUrl: string, seed: number): Promise<ScheduleResult> {
  const { size, acquireTimeout, works, troubles } = planOf(seed);
  const database = await createTestDatabase(admin);
  await admin.query(`ALTER DATABASE ${database} SET deadlock_timeout = '10ms'`);
  const url = withDatabase(adminUrl, database);
  const reader = await connectPlainly(url, "plinth schedules");
  await reader.query(tables);
  const proxy = await startProxy(url);
  const observer = new Observer();
  const source = createDataSource({ url: underTest(proxy.url(url)), size, acquireTimeout, ...limits, observer });
  try {
    const performance = new Performance(source);
    const performed = Promise.all(works.map((work, number) => performance.perform(work, number)));
    const troubled = Promise.all(troubles.map((trouble) => makeTrouble(trouble, { proxy, url })));
    await Promise.race([performed, pause(patience, undefined, { ref: false })]);
    const hits = (await troubled).reduce((sum, each) => sum + each, 0);
    proxy.heal();
    const wrong = [...performance.running].map((work) => `Work ${work} has not settled.`);
    if (wrong.length === 0) wrong.push(...(await aftermath(source, size, admin, database)));
    if (observer.running > 0) wrong.push(`${observer.running} statements have not settled.`);
    await source.close(0);
    await eventually(async () => (await countBackends(admin, database, isUnderTest)) === 0).catch(() =>
      wrong.push("Connections are left open after close()."),
    );
    return {
      told: performance.told,
      retries: observer.retries,
      hits,
      violations: [...wrong, ...violations(performance.told, await readLedger(reader))],
    };
  } finally {
    await source.close(0);
    await proxy.close();
    await reader.end();
    await dropTestDatabase(admin, database);
  }
}

const limits = {
  connectTimeout: 1_000,
  statementTimeout: 400,
  lockTimeout: 200,
  idleInTransactionTimeout: 400,
  transactionTimeout: 800,
};

/** What is wrong with the pool and the server when all is over. */
async function aftermath(source: DataSource, size: number, admin: pg.Client, database: string): Promise<string[]> {
  const wrong: string[] = [];
  // A connection may be dead without the pool's knowledge, for a moment.
  await eventually(() => lendAll(source, size), { deadline: 20_000 }).catch((error: unknown) =>
    wrong.push(`The pool of ${size} can't lend ${size} connections: ${String(error)}.`),
  );
  await eventually(
    async () => (await countBackends(admin, database, `${isUnderTest} AND state <> 'idle'`)) === 0,
  ).catch(() => wrong.push("The server still runs something, or stands idle in a transaction."));
  // One that is being closed may still be seen beside the one that takes its place.
  await eventually(async () => (await countBackends(admin, database, isUnderTest)) <= size).catch(() =>
    wrong.push(`The server has more connections than the pool's ${size}.`),
  );
  return wrong;
}

class Observer {
  running = 0;
  retries = 0;

  statementStarted() {
    this.running++;
    return () => void this.running--;
  }

  transactionRetried() {
    this.retries++;
  }
}
