import { expect, test } from "vitest";
import type { Measurement, Results } from "../../bench/measurements.ts";
import { plot } from "../../bench/plot.ts";
import { report } from "../../bench/report.ts";

const cell = { age: "fresh", network: "loopback", concurrency: 1, operation: "find" } as const;
const other = { p99: 9, throughput: 12_345, nodeCpu: 50, serverCpu: 20, roundTrips: undefined };

function measured(library: Measurement["library"], round: number, p50: number, more: Partial<Measurement> = {}) {
  return { ...cell, ...other, library, round, p50, ...more };
}

function resultsOf(measurements: readonly Measurement[]): Results {
  return {
    ...{ startedAt: "2026-11-21T10:00:00.000Z", machine: "2 × a processor", server: "PostgreSQL 18", poolSize: 16 },
    ...{ rounds: 2, milliseconds: 100, queriesBefore: 0, measurements },
  };
}

test("the report compares the values of one round with each other, whatever their order", () => {
  const text = report(
    resultsOf([
      measured("kysely", 1, 30),
      measured("plinth", 0, 1),
      measured("kysely", 0, 2),
      measured("plinth", 1, 10),
    ]),
  );
  expect(text).toContain("| Plinth | 1.00 (1.00–1.00) |");
  expect(text).toContain("| Kysely | 2.50 (2.00–3.00) |");
});

test("the ratios are those to Plinth, and without it to the first library", () => {
  const [kysely, prisma] = [measured("kysely", 0, 2), measured("prisma", 0, 8)];
  expect(report(resultsOf([prisma, kysely, measured("plinth", 0, 4)]))).toContain("| Prisma | 2.00 (2.00–2.00) |");
  expect(report(resultsOf([prisma, kysely]))).toContain("| Prisma | 4.00 (4.00–4.00) |");
});

test("the report has all numbers, and n/a for what wasn't measured", () => {
  const text = report(resultsOf([measured("plinth", 0, 1.5, { serverCpu: undefined })]));
  expect(text).toContain("| find | Plinth | 1.500 | 9.000 | 12,345 | 50 | n/a | n/a |");
});

test("the report keeps ages, networks and concurrencies apart", () => {
  const text = report(
    resultsOf([
      measured("plinth", 0, 1),
      measured("plinth", 0, 2, { network: "proxy", roundTrips: 1 }),
      measured("plinth", 0, 3, { age: "aged", concurrency: 16 }),
    ]),
  );
  expect(text.match(/^## .*$/gm)).toEqual([
    "## Fresh processes, loopback, 1 at a time",
    "## Fresh processes, through a proxy of 1 ms, 1 at a time",
    "## Aged processes, loopback, 16 at a time",
    "## All numbers",
  ]);
  expect(text).toContain("| find | Plinth | 2.000 | 9.000 | 12,345 | 50 | 20 | 1.0 |");
});

test("the plot has a bar for each library, the longest for the slowest, and nothing that isn't a number", () => {
  const svg = plot(resultsOf([measured("plinth", 0, 1), measured("kysely", 0, 4)]));
  const widths = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths).toHaveLength(2);
  expect(widths[1]).toBeCloseTo((widths[0] ?? 0) * 4, 0);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
