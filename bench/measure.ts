import { setTimeout as pause } from "node:timers/promises";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { type LibraryName, openLibrary } from "./libraries.ts";
import type { Library } from "./library.ts";
import { type OperationName, operations } from "./operations.ts";
import { percentile } from "./statistics.ts";
import { verify } from "./verify.ts";

/** What the measuring process of one library can be told to do; it does one thing after the other. */
export type Command =
  | { readonly kind: "open"; readonly url: string; readonly poolSize: number }
  | { readonly kind: "close" }
  | { readonly kind: "verify"; readonly url: string }
  | { readonly kind: "age"; readonly queries: number; readonly concurrency: number }
  | {
      readonly kind: "run";
      readonly operation: OperationName;
      readonly concurrency: number;
      readonly milliseconds: number;
    };

/** One measurement, as the measuring process sees it. */
export interface Run {
  readonly operations: number;
  readonly seconds: number;
  /** Microseconds of CPU of the measuring process. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const name = process.argv[2] as LibraryName;
let library: Library | undefined;

process.on("message", (command: Command) => {
  void handle(command).then(
    (result) => process.send?.({ result }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on("disconnect", () => process.exit());

async function handle(command: Command): Promise<Run | undefined> {
  if (command.kind === "open") library = await openLibrary(name, command.url, command.poolSize);
  else if (library === undefined) throw new Error("No library is open.");
  else if (command.kind === "verify") await verifyOn(command.url, library);
  else if (command.kind === "close") await library.close();
  else if (command.kind === "age") await age(library, command.queries, command.concurrency);
  else return run(library, command.operation, command.concurrency, command.milliseconds);
  return undefined;
}

async function verifyOn(url: string, opened: Library): Promise<void> {
  const client = await connectPlainly(url, "plinth bench");
  try {
    await verify(opened, client);
  } finally {
    await client.end();
  }
}

async function run(opened: Library, operation: OperationName, concurrency: number, milliseconds: number): Promise<Run> {
  const act = operations[operation];
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const end = start + milliseconds;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let before = performance.now(); before < end;) {
        await act(opened);
        const after = performance.now();
        latencies.push(after - before);
        before = after;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  // What the last operations have left to do, such as giving connections back, is not the next measurement's.
  await pause(1);
  return {
    operations: latencies.length,
    seconds,
    cpu: user + system,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

/** Fewer at a time than there are connections, as in a service that isn't at its limit. */
async function age(opened: Library, queries: number, concurrency: number): Promise<void> {
  let left = queries;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await operations.find(opened);
    }),
  );
}
