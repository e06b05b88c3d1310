import type { Rows } from "#test/support/lists/list.ts";
import { ListReader } from "#test/support/lists/list-reader.ts";
import { RecordingDataSource } from "#test/support/lists/recording-data-source.ts";
import { fillLists } from "#test/support/lists/rows.ts";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { makeRunDirectory, sweepRunDirectories } from "#test/support/run-directory.ts";
import { type Arguments, help, readArguments } from "./pages/arguments.ts";
import { type Comparison, compare } from "./pages/measure.ts";
import { tableOf } from "./pages/table.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);
try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) print(help);
  else process.exitCode = report(await measureAll(given));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** One table after the other: its database is dropped before the next one is made. */
async function measureAll({ lists, rows: count, rounds }: Arguments): Promise<Comparison[]> {
  await sweepRunDirectories();
  const directory = await makeRunDirectory();
  const server = await startEmbeddedServer({ directory: directory.path, durable: false });
  const comparisons: Comparison[] = [];
  try {
    progress(`PostgreSQL in ${directory.path}, without durability.`);
    const byRows = Map.groupBy(lists, (list) => list.rows);
    for (const [rows, ofRows] of byRows) {
      await withRows(
        (database) => server.url(database),
        rows,
        count,
        async (bench) => {
          for (const list of ofRows) {
            progress(`${list.name}: to its thousandth page, and ${rounds} rounds.`);
            comparisons.push(await compare(bench, list, rounds));
          }
        },
      );
    }
  } finally {
    await server.stop();
    directory.remove();
  }
  return comparisons;
}

async function withRows(
  urlOf: (database: string) => string,
  rows: Rows,
  count: number,
  work: (bench: Parameters<typeof compare>[0]) => Promise<void>,
): Promise<void> {
  const url = urlOf(`pages_${rows.name}`);
  await ensureDatabase(url);
  await migrate({ url });
  const client = await connectPlainly(url, "plinth bench");
  const pool = createDataSource({ url, size: 1, statementTimeout: 0 });
  const dataSource = new RecordingDataSource(pool);
  const reader = await ListReader.start(dataSource);
  try {
    const before = performance.now();
    progress(`${rows.name}: ${count} rows and what belongs to them.`);
    await fillLists(client, rows, count);
    progress(`${rows.name}: filled in ${Math.round((performance.now() - before) / 1000)} s.`);
    await work({ client, dataSource, reader });
  } finally {
    await reader.close();
    await pool.close();
    await client.end();
  }
  const admin = await connectPlainly(urlOf("postgres"), "plinth bench");
  await admin.query(`DROP DATABASE "pages_${rows.name}" WITH (FORCE)`);
  await admin.end();
}

/** @returns the exit code */
function report(comparisons: readonly Comparison[]): number {
  const { lines, missed } = tableOf(comparisons);
  for (const line of [...lines, "", ...missed]) print(line);
  return missed.length === 0 ? 0 : 1;
}
