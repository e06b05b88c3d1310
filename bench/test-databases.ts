import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { startEmbeddedTestServer } from "#test/support/server/embedded-test-server.ts";
import { probeDocker } from "#test/support/server/docker-probe.ts";
import { startDockerServer } from "#test/support/server/docker-server.ts";
import { startRun } from "#test/support/test-run.ts";
import { createTestDatabase, withDatabase } from "#test/support/test-database.ts";
import {
  type Method,
  orderedDelete,
  ownDatabase,
  type Server,
  sharedDatabase,
  snapshotAndRestore,
  truncation,
} from "./test-databases/methods.ts";
import { createTables } from "./test-databases/schema.ts";

/**
 * What it costs to give each of 200 tests a clean database of 30 tables: overhead per test, the connection included. The
 * methods take turns, test by test, each waiting until the others' background is quiet.
 */
const tests = 200;
const warmUp = 10;
const inARow = 100;
const onDemand = "own database, on demand";
const prefetched = "own database, prefetched";
/** What p50 may be, in milliseconds. */
const targets = new Map([
  [onDemand, 30],
  [prefetched, 15],
]);
const image = process.env["TEST_POSTGRES_IMAGE"] || "postgres:18";

const explanation = [
  "",
  "In a row: wall time of a test with its five inserts when tests follow without a pause, the background included.",
  "Begin and rollback can't do what a test of transactions needs: another connection sees nothing, NOTIFY and deferred",
  "constraints never fire, now() stands still, one failed statement ends it, and COMMIT isn't tested at all.",
  "Snapshot/restore runs on a container with the same settings, psql in it once per statement, as testcontainers does.",
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const closing: (() => Promise<unknown>)[] = [];
try {
  const embedded = await startEmbeddedTestServer();
  closing.push(() => embedded.close({ keep: false }));
  const server = await prepare(embedded.url);
  const methods: Method[] = [
    ownDatabase(server, { name: onDemand, background: "nothing" }),
    ownDatabase(server, { name: `${onDemand}, dropped behind`, background: "drop" }),
    ownDatabase(server, { name: prefetched, background: "clone and drop" }),
    await sharedDatabase("truncation", server, { clean: truncation }),
    await sharedDatabase("ordered delete", server, { clean: orderedDelete }),
    await sharedDatabase("begin and rollback", server, { begin: "BEGIN", clean: "ROLLBACK" }),
  ];
  const probe = await probeDocker(image);
  if (probe.usable && probe.hasImage) {
    const { url, psql } = await startDockerServer(image);
    methods.push(snapshotAndRestore(await prepare(url), psql));
  } else print(`No Docker with ${image}: snapshot/restore isn't measured.`);
  closing.push(...methods.map((method) => () => method.close()));

  print(`Overhead per test in ms, ${tests} tests, 30 tables; ${embedded.description}.\n`);
  const overheads = await takeTurns(methods);
  const missed: string[] = [];
  print("| method                                  |   p50 |   p95 | in a row |");
  print("| --------------------------------------- | ----: | ----: | -------: |");
  for (const method of methods) {
    const sorted = overheads.get(method)?.toSorted((a, b) => a - b) ?? [];
    const p50 = sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN;
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
    const wall = await runInARow(method);
    print(`| ${method.name.padEnd(39)} | ${cell(p50, 5)} | ${cell(p95, 5)} | ${cell(wall, 8)} |`);
    const target = targets.get(method.name) ?? Number.POSITIVE_INFINITY;
    if (p50 <= target) continue;
    missed.push(`Expected ${method.name} to take ${target} ms or less.`);
    process.exitCode = 1;
  }
  for (const line of explanation) print(line);
} finally {
  for (const close of closing.toReversed()) await close();
}

async function prepare(url: string): Promise<Server> {
  const admin = await connectPlainly(url, "bench");
  const run = await startRun(admin);
  closing.push(async () => {
    await run.end({ keepFailed: false });
    await admin.end();
  });
  const template = await createTestDatabase(admin, run.prefix);
  const client = await connectPlainly(withDatabase(url, template), "bench");
  await createTables(client);
  await client.end();
  return { url, admin, prefix: run.prefix, template };
}

async function takeTurns(methods: readonly Method[]): Promise<Map<Method, number[]>> {
  const overheads = new Map<Method, number[]>(methods.map((method) => [method, []]));
  for (let turn = -warmUp; turn < tests; turn++) {
    const first = Math.abs(turn) % methods.length;
    for (const method of [...methods.slice(first), ...methods.slice(0, first)]) {
      const overhead = await method.test();
      await method.quiet?.();
      if (turn >= 0) overheads.get(method)?.push(overhead);
    }
  }
  return overheads;
}

async function runInARow(method: Method): Promise<number> {
  const start = performance.now();
  for (let test = 0; test < inARow; test++) await method.test();
  await method.quiet?.();
  return (performance.now() - start) / inARow;
}

function cell(milliseconds: number, width: number): string {
  return milliseconds.toFixed(1).padStart(width);
}
