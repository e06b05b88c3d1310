import postgres from "postgres";
import { compileParameters } from "#tools/sql/compile-parameters.ts";
import { openDescriber } from "#tools/sql/describer.ts";
import type { Describer } from "#tools/sql/describer.ts";
import { findNonNullColumns } from "#tools/sql/nullability.ts";
import { toPositionalText } from "#tools/sql/positional-text.ts";
import { parseStatementFile } from "#tools/sql/statement-file.ts";
import { change } from "./changes.ts";
import { query, resetNames } from "./queries.ts";
import { randomFrom } from "#test/support/random.ts";
import { schema } from "./schema.ts";
import { argumentLists } from "./arguments.ts";

export interface FuzzOptions {
  /** A database in which the schema `fuzz` is made anew; nothing else in it is touched. */
  readonly databaseUrl: string;
  /** The first query's; the second has the next one. */
  readonly seed: number;
  /** How many queries shall run; those that PostgreSQL refuses don't count. */
  readonly count: number;
  /** Stands in for what the compiler says, to see whether a mistake is found. */
  readonly judge?: (nonNull: readonly boolean[]) => boolean[];
}

export interface FuzzReport {
  /** Queries that PostgreSQL accepted and ran. */
  readonly ran: number;
  /** Of those the ones with parameters, run with NULL where their types allow it and with values. */
  readonly withParameters: number;
  /** Queries that failed: more than one row of a scalar subquery, a duplicate key, and the like. */
  readonly failed: number;
  /** Columns that were said to be non-null, in queries that gave at least one row. */
  readonly claims: number;
  /** Of those the ones that are so only because a parameter is never NULL. */
  readonly claimsByParameters: number;
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
  resetNames();
  const random = randomFrom(seed);
  const around = { random, depth: 2, ctes: [], outer: [] };
  return random.chance(0.15) ? change(around) : query(around).sql;
}

/**
 * Writes random queries, runs them on rows full of NULL, and looks for a NULL in a column that was said to be non-null.
 *
 * @throws postgres.PostgresError when the schema can't be made; Error when more than half of the queries fail
 */
export async function runFuzz({
  databaseUrl,
  seed,
  count,
  judge = (found) => [...found],
}: FuzzOptions): Promise<FuzzReport> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  const report = {
    ...{ ran: 0, withParameters: 0, failed: 0, claims: 0, claimsByParameters: 0, nullable: 0, nullableWithoutNull: 0 },
    wrong: new Array<Wrong>(),
  };
  try {
    await sql.unsafe(schema);
    await sql.unsafe("SET statement_timeout = '1s'");
    const describer = await openDescriber(databaseUrl);
    try {
      for (let current = seed; report.ran < count; current++) {
        if (report.failed > count) throw new Error(`${report.failed} of ${current - seed} random queries failed.`);
        const text = randomQuery(current);
        const compiled = await describe(text, describer);
        const rows = compiled && (await runAndUndo(sql, compiled.text, compiled.lists));
        if (compiled === undefined || rows === undefined) {
          report.failed++;
          continue;
        }
        report.ran++;
        if (compiled.lists.length > 1) report.withParameters++;
        if (rows.length === 0) continue;
        const nonNull = judge(compiled.nonNull);
        const hasNull = nonNull.map((_, column) => rows.some((row) => row[column] === null));
        report.claims += nonNull.filter(Boolean).length;
        report.claimsByParameters += nonNull.filter((claimed, column) => claimed && !compiled.anyway[column]).length;
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

interface Described {
  readonly text: string;
  /** What to run it with, one after the other. */
  readonly lists: readonly (readonly string[])[];
  readonly nonNull: readonly boolean[];
  /** The same without what the types of parameters promise. */
  readonly anyway: readonly boolean[];
}

/** What the compiler says about a query; undefined where PostgreSQL refuses it. */
async function describe(random: string, describer: Describer): Promise<Described | undefined> {
  const [statement] = parseStatementFile(`-- name: fuzz :many\n${random};`).statements;
  if (statement === undefined) throw new Error(`The compiler finds no statement in ${random}`);
  const { text, parameters: named } = toPositionalText(statement.body);
  const { catalog } = describer;
  try {
    const description = await describer.describe(text);
    const { parameters, known } = compileParameters(statement, named, description, catalog);
    return {
      text,
      lists: argumentLists(parameters),
      nonNull: findNonNullColumns(description.tree, catalog, known),
      anyway: findNonNullColumns(description.tree, catalog),
    };
  } catch (error) {
    return unlessRefused(error);
  }
}

/** The rows of all runs. */
async function runAndUndo(
  sql: postgres.Sql,
  text: string,
  lists: readonly (readonly string[])[],
): Promise<(Buffer | null)[][] | undefined> {
  const found: (Buffer | null)[][] = [];
  try {
    await sql.unsafe(`PREPARE fuzz AS ${text}`);
    for (const list of lists) {
      await sql.unsafe("BEGIN");
      // Undecoded: jsonb's null is a value, and would be null too.
      const rows = await sql.unsafe(`EXECUTE fuzz${list.length === 0 ? "" : ` (${list.join(", ")})`}`).raw();
      found.push(...rows);
      await sql.unsafe("ROLLBACK");
    }
    return found;
  } catch (error) {
    return unlessRefused(error);
  } finally {
    await sql.unsafe("ROLLBACK; DEALLOCATE ALL");
  }
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof postgres.PostgresError) return undefined;
  throw error;
}
