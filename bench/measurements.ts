import type { LibraryName } from "./libraries.ts";
import type { OperationName } from "./operations.ts";

export type Age = "fresh" | "aged";
export type Network = "loopback" | "proxy";

/** What is measured of each library. */
export interface Cell {
  readonly age: Age;
  readonly network: Network;
  readonly concurrency: number;
  readonly operation: OperationName;
}

/** One library's numbers of one cell in one round, per operation. */
export interface Measurement extends Cell {
  readonly library: LibraryName;
  readonly round: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Operations per second. */
  readonly throughput: number;
  /** Microseconds of CPU. */
  readonly nodeCpu: number;
  /** Microseconds of CPU; undefined where it can't be known. */
  readonly serverCpu: number | undefined;
  /** Undefined where they weren't counted: not through the proxy. */
  readonly roundTrips: number | undefined;
}

export interface Results {
  readonly startedAt: string;
  readonly machine: string;
  readonly server: string;
  readonly poolSize: number;
  readonly rounds: number;
  readonly milliseconds: number;
  readonly queriesBefore: number;
  readonly measurements: readonly Measurement[];
}
