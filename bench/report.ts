import { libraries, type LibraryName } from "./libraries.ts";
import type { Cell, Measurement, Results } from "./measurements.ts";
import { ratiosOf, type Spread, spreadOf } from "./statistics.ts";

type Field = "p50" | "p99" | "throughput" | "nodeCpu" | "serverCpu" | "roundTrips";
type Setting = Omit<Cell, "operation">;

/** The results in Markdown: first how many times as long and as much CPU as the first library, then all numbers. */
export function report(results: Results): string {
  const { measurements, rounds, milliseconds, poolSize, queriesBefore } = results;
  const settings = unique(measurements.map(({ age, network, concurrency }) => ({ age, network, concurrency })));
  return [
    "# Results of the benchmark",
    `${results.machine}, ${results.server}, ${results.startedAt.slice(0, 10)}. ${rounds} rounds of ${milliseconds} ms, ` +
      `${poolSize} connections, aged: after ${queriesBefore} queries. How it is measured: docs/benchmarks.md.`,
    "Ratios are medians over the rounds, with the least and the most.",
    ...settings.map((setting) => ratioTables(measurements, setting)),
    "## All numbers",
    "Medians over the rounds, per operation.",
    ...settings.map((setting) => numbers(measurements, setting)),
  ]
    .join("\n\n")
    .concat("\n");
}

function ratioTables(all: readonly Measurement[], setting: Setting): string {
  const measurements = all.filter((measurement) => isOf(measurement, setting));
  const [base = "plinth"] = namesOf(measurements);
  return [
    `## ${titleOf(setting)}`,
    `Time per operation (p50), times ${libraries[base].title}'s:`,
    ratioTable(measurements, base, "p50"),
    `Node's CPU per operation, times ${libraries[base].title}'s:`,
    ratioTable(measurements, base, "nodeCpu"),
  ].join("\n\n");
}

function ratioTable(measurements: readonly Measurement[], base: LibraryName, field: Field): string {
  const operations = unique(measurements.map(({ operation }) => operation));
  const rows = namesOf(measurements).map((library) => [
    libraries[library].title,
    ...operations.map((operation) => {
      const ofOperation = measurements.filter((measurement) => measurement.operation === operation);
      return ratioText(ratiosOf(valuesOf(ofOperation, library, field), valuesOf(ofOperation, base, field)));
    }),
  ]);
  return table(["", ...operations], rows);
}

function numbers(all: readonly Measurement[], setting: Setting): string {
  const measurements = all.filter((measurement) => isOf(measurement, setting));
  const rows = unique(measurements.map(({ operation }) => operation)).flatMap((operation) =>
    namesOf(measurements).map((library) => {
      const ofOperation = measurements.filter((measurement) => measurement.operation === operation);
      const median = (field: Field, digits: number) =>
        numberText(spreadOf(valuesOf(ofOperation, library, field)).median, digits);
      return [
        operation,
        libraries[library].title,
        ...[median("p50", 3), median("p99", 3), median("throughput", 0)],
        ...[median("nodeCpu", 0), median("serverCpu", 0), median("roundTrips", 1)],
      ];
    }),
  );
  const head = ["", "", "p50 ms", "p99 ms", "per second", "Node CPU µs", "server CPU µs", "round trips"];
  return `### ${titleOf(setting)}\n\n${table(head, rows)}`;
}

/** One value per round, in the order of the rounds. */
export function valuesOf(measurements: readonly Measurement[], library: LibraryName, field: Field): number[] {
  return measurements
    .filter((measurement) => measurement.library === library)
    .toSorted((one, other) => one.round - other.round)
    .map((measurement) => measurement[field] ?? Number.NaN);
}

export function namesOf(measurements: readonly Measurement[]): LibraryName[] {
  const present = new Set(measurements.map(({ library }) => library));
  return (Object.keys(libraries) as LibraryName[]).filter((name) => present.has(name));
}

export function isOf(measurement: Measurement, { age, network, concurrency }: Setting): boolean {
  return measurement.age === age && measurement.network === network && measurement.concurrency === concurrency;
}

export function titleOf({ age, network, concurrency }: Setting): string {
  const where = network === "proxy" ? "through a proxy of 1 ms" : "loopback";
  return `${age === "aged" ? "Aged" : "Fresh"} processes, ${where}, ${concurrency} at a time`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function ratioText({ median, least, most }: Spread): string {
  if (Number.isNaN(median)) return "n/a";
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

function numberText(value: number, digits: number): string {
  return Number.isNaN(value)
    ? "n/a"
    : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
