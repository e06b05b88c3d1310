import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { maybe } from "#infrastructure/shared/database/statement.ts";

/**
 * What a compiled query costs beside the driver alone: CPU of this process per query, in µs, each measurement in a
 * process of its own, all of them in turn; in each, the median of ten stretches. The result is the median of the ratios
 * of the rounds. Run it with `node bench/query-cpu.ts [rounds]`; it fails above 5 %.
 */
const text = "SELECT id, email, name, role, version, created_at, deleted_at FROM users WHERE id = $1 AND role = $2";
const findUser = maybe<{ id: string; role: string }, { id: string; createdAt: Date }>({
  name: "bench/user.findUser",
  text,
  parameters: ["id", "role"],
  parameterTypes: [2950, 25],
});
const id = "0190e1d0-5b5e-7000-8000-000000000000";
/** Sent together: one at a time, what is measured is how the cores happen to wake each other up. */
const inFlight = 20;
const warmUp = 250;
const stretches = 10;
const batches = 300;

const variants: Readonly<Record<string, (url: string) => Promise<number>>> = {
  async "by hand"(url) {
    const sql = postgres(url, {
      max: 1,
      fetch_types: false,
      transform: { column: { from: postgres.toCamel } },
      // As the DataSource does, so that the kernel's work is the same.
      socket: async ({ host: [host], port: [port] }: { host: string[]; port: number[] }) => {
        const socket = net.connect({ host, port: port ?? 5432, noDelay: true });
        await once(socket, "connect");
        return socket;
      },
    } as unknown as postgres.Options<{}>);
    const cpu = await cpuPerQuery(async () => (await sql.unsafe(text, [id, "member"], { prepare: true }))[0]);
    await sql.end();
    return cpu;
  },
  async compiled(url) {
    const dataSource = createDataSource({ url });
    const cpu = await dataSource.withConnection((connection) =>
      cpuPerQuery(() => findUser(connection, { id, role: "member" })),
    );
    await dataSource.close();
    return cpu;
  },
};

async function cpuPerQuery(query: () => Promise<object | undefined>): Promise<number> {
  const runBatch = async (): Promise<void> => {
    const rows = await Promise.all(Array.from({ length: inFlight }, query));
    if (rows.includes(undefined)) throw new Error("The benchmark's row is missing.");
  };
  for (let count = 0; count < warmUp; count++) await runBatch();
  const measured: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const before = process.cpuUsage();
    for (let count = 0; count < batches; count++) await runBatch();
    const { user, system } = process.cpuUsage(before);
    measured.push((user + system) / (batches * inFlight));
  }
  return medianOf(measured);
}

async function main(rounds: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "bench-"));
  const server = await startEmbeddedServer({ directory, durable: false });
  try {
    const url = server.url("bench");
    await ensureDatabase(url);
    const sql = postgres(url, { max: 1 });
    await sql.unsafe(`CREATE TABLE users (id uuid PRIMARY KEY, email text, name text, role text, version int,
      created_at timestamptz, deleted_at timestamptz);
      INSERT INTO users VALUES ('${id}', 'ada@example.com', 'Ada', 'member', 3, now(), NULL)`);
    await sql.end();
    const times = new Map<string, number[]>(Object.keys(variants).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, measured] of times) {
        measured.push(Number(execFileSync(process.execPath, [import.meta.filename, "measure", name, url])));
      }
    }
    report(times);
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function report(times: ReadonlyMap<string, readonly number[]>): void {
  for (const [name, values] of times) {
    const [least, median, most] = [Math.min(...values), medianOf(values), Math.max(...values)].map((n) => n.toFixed(1));
    console.log(`${name}: ${median} µs of CPU per query (${least} to ${most}, ${values.length} processes)`);
  }
  const [byHand = [], compiled = []] = times.values();
  const more = (medianOf(compiled.map((value, round) => value / (byHand[round] ?? Number.NaN))) - 1) * 100;
  console.log(`A compiled query costs ${more.toFixed(1)} % more CPU than one by hand.`);
  if (more > 5) process.exitCode = 1;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const [command, name = "", url = ""] = process.argv.slice(2);
if (command === "measure") console.log(await variants[name]?.(url));
else await main(Number(command ?? 7));
