import type pg from "pg";
import type { ListReader } from "#test/support/lists/list-reader.ts";
import type { List } from "#test/support/lists/list.ts";
import type { RecordingDataSource } from "#test/support/lists/recording-data-source.ts";
import { costOf, type PlanKind } from "#test/support/lists/statement-cost.ts";
import { percentile, ratiosOf, type Spread, spreadOf } from "../statistics.ts";

export interface Comparison {
  readonly list: List;
  /** The number of the late page. */
  readonly page: number;
  /** Milliseconds of a request, p50. */
  readonly first: number;
  readonly late: number;
  /** Of the rounds. */
  readonly ratio: Spread;
  /** Blocks that the statements of the first page touched, and of the late one, totals left out. */
  readonly blocks: Readonly<Record<PlanKind, readonly [first: number, late: number]>>;
}

export interface Bench {
  readonly client: pg.Client;
  readonly dataSource: RecordingDataSource;
  readonly reader: ListReader;
}

const size = 20;
const stride = 100;
const latest = 1000;
const timesInRound = 20;
/** Milliseconds after which a round of slow pages ends early. */
const longRound = 1500;

/** Reads both pages in turn, then counts what their statements touch. */
export async function compare({ client, dataSource, reader }: Bench, list: List, rounds: number): Promise<Comparison> {
  const { cursor, page } = await walk(reader, list);
  const timeOf = async (place: string | null): Promise<number> => {
    const before = performance.now();
    await reader.read(list, place);
    return performance.now() - before;
  };
  const firsts: number[] = [];
  const lates: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const [first, late]: [number[], number[]] = [[], []];
    const begin = performance.now();
    for (let time = 0; time < timesInRound; time++) {
      if (time > 0 && performance.now() - begin > longRound) break;
      first.push(await timeOf(null));
      late.push(await timeOf(cursor));
    }
    // The first round warms up.
    if (round < 0) continue;
    firsts.push(percentile(first, 0.5));
    lates.push(percentile(late, 0.5));
  }
  const blocksOf = async (place: string | null, kind: PlanKind): Promise<number> => {
    dataSource.takeCalls();
    await reader.read(list, place);
    const calls = dataSource.takeCalls().filter(({ statement }) => !list.wholesale?.includes(statement.name));
    let blocks = 0;
    for (const call of calls) blocks += (await costOf(client, call, kind)).buffers;
    return blocks;
  };
  return {
    list,
    page,
    first: spreadOf(firsts).median,
    late: spreadOf(lates).median,
    ratio: ratiosOf(lates, firsts),
    blocks: {
      custom: [await blocksOf(null, "custom"), await blocksOf(cursor, "custom")],
      generic: [await blocksOf(null, "generic"), await blocksOf(cursor, "generic")],
    },
  };
}

/** Goes to the thousandth page by cursors, in long strides first; where there are fewer, to the last one. */
async function walk(reader: ListReader, list: List): Promise<{ cursor: string | null; page: number }> {
  let cursor: string | null = null;
  let page = 1;
  for (const pages of [stride / size, 1]) {
    while (page + pages <= latest) {
      const next: string | null = (await reader.read(list, cursor, { limit: pages * size })).nextCursor;
      if (next === null) break;
      cursor = next;
      page += pages;
    }
  }
  return { cursor, page };
}
