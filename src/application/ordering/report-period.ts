import { InvalidPeriod, UnknownTimeZone } from "#domain/ordering/errors.ts";

/** Whole days of a time zone, the first and the last of them included. */
export interface ReportPeriod {
  /** As in 2026-11-21. */
  readonly from: string;
  readonly to: string;
  /** UTC, or a name of the IANA time zone database, such as `Europe/London`. */
  readonly timeZone: string;
}

const day = 86_400_000;
const mostDays = 366;

/** @throws InvalidPeriod, UnknownTimeZone */
export function parsePeriod({ from, to, timeZone }: ReportPeriod): ReportPeriod {
  const days = (startOf(to) - startOf(from)) / day + 1;
  if (days < 1 || days > mostDays) {
    throw new InvalidPeriod(`A period must have 1 to ${mostDays} days, but from ${from} to ${to} there are ${days}.`);
  }
  if (!isTimeZone(timeZone)) throw new UnknownTimeZone();
  return { from, to, timeZone };
}

function startOf(date: string): number {
  const start = /^(?:19[7-9]|2\d\d)\d-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== date) {
    throw new InvalidPeriod("A day must look like 2026-11-21, and be one from 1970 to 2999.");
  }
  return start;
}

function isTimeZone(name: string): boolean {
  // Intl also takes +01:00, and short names such as BST, of which PostgreSQL thinks otherwise.
  if (!/^(?:utc|[a-z].*\/.+)$/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
