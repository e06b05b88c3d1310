import { cpus } from "node:os";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run as compileSql } from "#tools/sql/run.ts";
import { type Arguments, help, readArguments } from "./arguments.ts";
import { Child } from "./child.ts";
import { fullSize, seed } from "./data.ts";
import { prepare } from "./libraries.ts";
import type { Results } from "./measurements.ts";
import { plot } from "./plot.ts";
import { report } from "./report.ts";
import { measureAged, measureFresh, poolSize, verifyAll } from "./rounds.ts";
import { type BenchDatabase, startDatabase } from "./server.ts";

/** Milliseconds that the proxy adds to a round trip. */
const latency = 1;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const options = readArguments(process.argv.slice(2));
  if (options.help) process.stdout.write(help);
  else
    await withDatabase(options, (database) =>
      options.compileSql ? compile(database, false) : bench(options, database),
    );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function withDatabase(options: Arguments, work: (database: BenchDatabase) => Promise<void>): Promise<void> {
  prepare(options.libraries);
  // Beside the pools of all libraries: what prepares, verifies and cleans.
  const connections = options.libraries.length * poolSize + 10;
  const database = await startDatabase(process.env["BENCH_DATABASE_URL"], connections);
  // 130: ended by Ctrl-C.
  const interrupt = (): void => void database.stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    await work(database);
  } finally {
    await database.stop();
  }
}

async function compile({ url: databaseUrl }: BenchDatabase, check: boolean): Promise<void> {
  const directory = join(import.meta.dirname, "sql");
  if (await compileSql({ directory, databaseUrl, check, print })) return;
  throw new Error("bench/sql doesn't compile or isn't compiled: run npm run bench -- --compile-sql.");
}

async function bench(options: Arguments, database: BenchDatabase): Promise<void> {
  await compile(database, true);
  print(`Making ${fullSize.users} users and ${fullSize.orders} orders.`);
  await seed(database.admin, fullSize);
  const { hostname, port } = new URL(database.url);
  const proxy = new Child("The proxy", "proxy.ts", [hostname, port || "5432", String(latency)]);
  try {
    const proxyUrl = new URL(database.url);
    proxyUrl.host = `127.0.0.1:${await proxy.ask<number>()}`;
    const setting = { arguments: options, database, proxy, proxyUrl: proxyUrl.href, onProgress: print };
    await verifyAll(setting);
    const measurements = [...(await measureFresh(setting)), ...(await measureAged(setting))];
    const { rounds, milliseconds, queriesBefore } = options;
    write(options.output, {
      startedAt: new Date().toISOString(),
      machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}, Node ${process.versions.node}`,
      server: `PostgreSQL ${database.version}`,
      ...{ poolSize, rounds, milliseconds, queriesBefore, measurements },
    });
  } finally {
    proxy.end();
  }
}

function write(folder: string, results: Results): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(folder, "report.md"), report(results));
  writeFileSync(join(folder, "plot.svg"), plot(results));
  print(`${join(folder, "report.md")}, plot.svg and results.json are written.`);
}
