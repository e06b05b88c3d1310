import type pg from "pg";
import type { Rows } from "./list.ts";

/** Who looks through the lists. */
export const reader = "00000000-0000-0000-0000-000000000001";
/** What belongs to the reader and has much in it: the organization with the many rooms, the account with the many entries. @public */
export const placeOfReader = "00000000-0000-0000-0000-000000000002";

// SQL of the rows: each is row `n` of `generate_series`. What belongs to somebody belongs to the reader, and a tenth as many rows
// to a crowd of others with ten each: by them PostgreSQL guesses what a list costs, and may so choose a plan for all values that
// is a bad one for the reader's.

export function id(number: string): string {
  return `lpad(to_hex(${number}), 32, '0')::uuid`;
}

/** A row every two minutes: the thousandth page is about two weeks back. */
export function time(number: string): string {
  return `'2020-01-01T00:00:00Z'::timestamptz + ${number} * interval '2 minutes'`;
}

export function withCrowd(count: number): number {
  return count + Math.ceil(count / 10);
}

/** The reader, or for every 11th row one of the crowd. */
export function crowd(count: number): string {
  return `CASE WHEN n % 11 = 0 THEN ${id(`3 + n % (${count} / 100)`)} ELSE '${reader}' END`;
}

/** The place of the reader, or for every 11th row one of the crowd's. @public */
export function placeOrCrowd(count: number): string {
  return `CASE WHEN n % 11 = 0 THEN ${id(`3 + n % (${count} / 100)`)} ELSE '${placeOfReader}' END`;
}

export function oneOf(words: readonly string[]): string {
  return `(ARRAY['${words.join("', '")}'])[random(1, ${words.length})]`;
}

/** Fills the tables behind a list, and tells PostgreSQL what is in them. @param count how many rows the list will have */
export async function fillLists(client: pg.Client, rows: Rows, count: number): Promise<void> {
  await client.query(`SELECT setseed(0.5); ${rows.sql(count)}`);
  await client.query("VACUUM (ANALYZE)");
}
