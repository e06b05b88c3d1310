import type { Arguments } from "./arguments.ts";
import { Child } from "./child.ts";
import { clean } from "./data.ts";
import { libraries, type LibraryName } from "./libraries.ts";
import type { Run } from "./measure.ts";
import type { Age, Cell, Measurement, Network } from "./measurements.ts";
import type { BenchDatabase } from "./server.ts";
import { cpuBetween, serverCpu } from "./server-cpu.ts";

export const poolSize = 16;
const concurrencies = [1, 16];
/** Of the queries that make a process old. */
const agingConcurrency = 4;

interface Setting {
  readonly arguments: Arguments;
  readonly database: BenchDatabase;
  readonly proxy: Child;
  /** The database's, through the proxy. */
  readonly proxyUrl: string;
  readonly onProgress: (line: string) => void;
}

type Processes = ReadonlyMap<LibraryName, Child>;

/** Each library in a process of its own checks its results against the rows. @throws Error at the first difference */
export async function verifyAll({ arguments: { libraries: names }, database, onProgress }: Setting): Promise<void> {
  for (const name of names) {
    await withProcesses([name], async (processes) => {
      await tellAll(processes, { kind: "open", url: database.url, poolSize });
      await tellAll(processes, { kind: "verify", url: database.url });
    });
    onProgress(`${libraries[name].title}: the results are right.`);
  }
  await clean(database.admin);
}

/** Fresh processes for each round: over loopback, then through the proxy. */
export async function measureFresh(setting: Setting): Promise<Measurement[]> {
  const { rounds, libraries: names } = setting.arguments;
  const measurements: Measurement[] = [];
  const progress = startProgress(setting, rounds * 2);
  for (let round = 0; round < rounds; round++) {
    await withProcesses(names, async (processes) => {
      for (const network of ["loopback", "proxy"] as const) {
        await tellAll(processes, { kind: "open", url: urlOf(setting, network), poolSize });
        measurements.push(...(await measureAll(setting, processes, { age: "fresh", network, round }, progress)));
        await tellAll(processes, { kind: "close" });
      }
    });
  }
  return measurements;
}

/** One process per library for all rounds, after the queries that make it old; over loopback. */
export async function measureAged(setting: Setting): Promise<Measurement[]> {
  const { rounds, libraries: names, queriesBefore: queries } = setting.arguments;
  const measurements: Measurement[] = [];
  if (queries === 0) return measurements;
  await withProcesses(names, async (processes) => {
    await tellAll(processes, { kind: "open", url: setting.database.url, poolSize });
    for (const [name, child] of processes) {
      setting.onProgress(`${libraries[name].title}: ${queries} queries to age.`);
      await child.ask({ kind: "age", queries, concurrency: agingConcurrency });
    }
    const progress = startProgress(setting, rounds);
    for (let round = 0; round < rounds; round++) {
      const place = { age: "aged", network: "loopback", round } as const;
      measurements.push(...(await measureAll(setting, processes, place, progress)));
    }
  });
  return measurements;
}

/** Cell by cell, all libraries in turn, each round beginning with another one. */
async function measureAll(
  setting: Setting,
  processes: Processes,
  { round, ...place }: { readonly age: Age; readonly network: Network; readonly round: number },
  progress: (cell: Cell) => void,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const all = [...processes];
  const first = round % all.length;
  const inTurn = [...all.slice(first), ...all.slice(0, first)];
  for (const operation of setting.arguments.operations) {
    for (const concurrency of concurrencies) {
      const cell = { ...place, concurrency, operation };
      progress(cell);
      for (const [library, child] of inTurn) {
        measurements.push({ ...cell, library, round, ...(await measureOne(setting, child, cell)) });
        if (operation !== "find" && operation !== "page") await clean(setting.database.admin);
      }
    }
  }
  return measurements;
}

async function measureOne(setting: Setting, child: Child, { operation, concurrency, network }: Cell) {
  const {
    database,
    proxy,
    arguments: { milliseconds },
  } = setting;
  const command = { kind: "run", operation, concurrency, milliseconds };
  const cpuNow = () => (database.serverPid === undefined ? undefined : serverCpu(database.serverPid));
  // On all connections, so that on each of them the statements are prepared.
  await child.ask<Run>({ ...command, concurrency: poolSize });
  const [trips, cpu] = [await proxy.ask<number>({}), cpuNow()];
  const run = await child.ask<Run>(command);
  const [tripsAfter, cpuAfter] = [await proxy.ask<number>({}), cpuNow()];
  return {
    p50: run.p50,
    p99: run.p99,
    throughput: run.operations / run.seconds,
    nodeCpu: run.cpu / run.operations,
    serverCpu: cpu && cpuAfter && cpuBetween(cpu, cpuAfter) / run.operations,
    roundTrips: network === "proxy" ? (tripsAfter - trips) / run.operations : undefined,
  };
}

function urlOf({ database, proxyUrl }: Setting, network: Network): string {
  return network === "proxy" ? proxyUrl : database.url;
}

async function withProcesses(
  names: readonly LibraryName[],
  work: (processes: Processes) => Promise<void>,
): Promise<void> {
  const processes = new Map(names.map((name) => [name, new Child(libraries[name].title, "measure.ts", [name])]));
  try {
    await work(processes);
  } finally {
    for (const child of processes.values()) child.end();
  }
}

async function tellAll(processes: Processes, command: object): Promise<void> {
  for (const child of processes.values()) await child.ask(command);
}

/** @param parts how often each operation is measured at each concurrency */
function startProgress({ arguments: { operations }, onProgress }: Setting, parts: number): (cell: Cell) => void {
  const all = parts * operations.length * concurrencies.length;
  const start = performance.now();
  let done = 0;
  return ({ age, network, operation, concurrency }) => {
    const left =
      done === 0 ? "" : `, ${Math.ceil((((performance.now() - start) / done) * (all - done)) / 1_000)} s left`;
    onProgress(`${++done} of ${all}: ${age}, ${network}, ${operation}, ${concurrency} at a time${left}`);
  };
}
