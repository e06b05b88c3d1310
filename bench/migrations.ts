import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { status } from "#infrastructure/shared/database/migrations/migration-status.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";

/**
 * What migrations add to a start that has nothing to migrate, with the files of this project and with 500, and how long
 * `status` takes with 500: milliseconds, the first time and the median of 20. Run it with `node bench/migrations.ts`; it
 * fails above 50 ms for a start with this project's files, and above 1 s for the status of 500.
 */
const directory = mkdtempSync(join(tmpdir(), "plinth-bench-"));
const many = join(directory, "migrations");
const order = Array.from({ length: 10 }, (_, at) => `context_${at}`);
for (const context of order) {
  mkdirSync(join(many, context), { recursive: true });
  for (let number = 1; number <= 50; number++) {
    const file = join(many, context, String(number).padStart(4, "0"));
    writeFileSync(`${file}_step.up.sql`, `SELECT ${number};\n`.repeat(30));
    writeFileSync(`${file}_step.down.sql`, `SELECT -${number};\n`);
  }
}

const server = await startEmbeddedServer({ directory, durable: false });
try {
  const url = server.url("bench");
  const other = server.url("bench_500");
  for (const database of [url, other]) await ensureDatabase(database);
  await migrate({ url });
  const started = performance.now();
  await migrate({ url: other, directory: many, order });
  console.log(`500 files applied: ${Math.round(performance.now() - started)} ms`);
  const start = await measure("a start with nothing to do", () => migrate({ url }));
  await measure("the same with 500 files", () => migrate({ url: other, directory: many, order }));
  const seen = await measure("status of 500 files", () => status({ url: other, directory: many, order }));
  if (start > 50 || seen > 1000) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(directory, { recursive: true });
}

async function measure(label: string, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= 20; round++) {
    const begin = performance.now();
    await run();
    times.push(performance.now() - begin);
  }
  const [first = 0, ...rest] = times;
  const median = rest.toSorted((a, b) => a - b)[10] ?? 0;
  console.log(`${label}: first ${first.toFixed(1)} ms, median ${median.toFixed(1)} ms`);
  return median;
}
