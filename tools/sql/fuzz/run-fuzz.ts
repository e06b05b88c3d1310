import postgres from "postgres";
import { openDescriber } from "../describer.ts";
import { findNonNullColumns } from "../nullability.ts";
import { change } from "./changes.ts";
import { query, resetAliases } from "./queries.ts";
import { randomFrom } from "./random.ts";
import { schema } from "./schema.ts";

export interface FuzzOptions {
  /** A database in which the schema `fuzz` is made anew; nothing else in it is touched. */
  readonly databaseUrl: string;
  /** The first query's; the second has the next one. */
  readonly seed: number;
  readonly count: number;
  /** Stands in for what the compiler says, to see whether a mistake is found. */
  readonly judge?: (nonNull: readonly boolean[]) => boolean[];
}

export interface FuzzReport {
  /** Queries that PostgreSQL accepted and ran. */
  readonly ran: number;
  /** Queries that failed: division by zero, a FULL JOIN that can't be merged, and the like. */
  readonly failed: number;
  /** Columns that were said to be non-null, in queries that gave at least one row. */
  readonly claims: number;
  /** Columns that were said to be nullable, likewise. */
  readonly nullable: number;
  /** Of those the ones in which no NULL was seen. */
  readonly nullableWithoutNull: number;
  /** Queries with a NULL where none was promised. */
  readonly wrong: readonly Wrong[];
}

export interface Wrong {
  readonly seed: number;
  readonly sql: string;
  /** Positions, counted from 1. */
  readonly columns: readonly number[];
}

/** The query of a seed. */
export function randomQuery(seed: number): string {
  resetAliases();
  const random = randomFrom(seed);
  const around = { random, depth: 2, ctes: [], outer: [] };
  return random.chance(0.15) ? change(around) : query(around).sql;
}

/**
 * Writes random queries, runs them on rows full of NULL, and looks for a NULL in a column that was said to be non-null.
 *
 * @throws postgres.PostgresError when the schema can't be made
 */
export async function runFuzz({ databaseUrl, seed, count, judge }: FuzzOptions): Promise<FuzzReport> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    await sql.unsafe(schema);
    await sql.unsafe("SET statement_timeout = '1s'");
    const describer = await openDescriber(databaseUrl);
    try {
      const report = { ran: 0, failed: 0, claims: 0, nullable: 0, nullableWithoutNull: 0, wrong: new Array<Wrong>() };
      for (let current = seed; current < seed + count; current++) {
        const text = randomQuery(current);
        const rows = await runAndUndo(sql, text);
        if (rows === undefined) {
          report.failed++;
          continue;
        }
        report.ran++;
        if (rows.length === 0) continue;
        const { tree } = await describer.describe(text);
        const found = findNonNullColumns(tree, describer.catalog);
        const nonNull = judge === undefined ? found : judge(found);
        const hasNull = nonNull.map((_, column) => rows.some((row) => row[column] === null));
        report.claims += nonNull.filter(Boolean).length;
        report.nullable += nonNull.filter((claimed) => !claimed).length;
        report.nullableWithoutNull += nonNull.filter((claimed, column) => !claimed && !hasNull[column]).length;
        const columns = nonNull.flatMap((claimed, column) => (claimed && hasNull[column] ? [column + 1] : []));
        if (columns.length > 0) report.wrong.push({ seed: current, sql: text, columns });
      }
      return report;
    } finally {
      await describer.close();
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function runAndUndo(sql: postgres.Sql, text: string): Promise<(Buffer | null)[][] | undefined> {
  await sql.unsafe("BEGIN");
  try {
    // Undecoded: jsonb's null is a value, and would be null too.
    return await sql.unsafe(text).raw();
  } catch (error) {
    if (error instanceof postgres.PostgresError) return undefined;
    throw error;
  } finally {
    await sql.unsafe("ROLLBACK");
  }
}
