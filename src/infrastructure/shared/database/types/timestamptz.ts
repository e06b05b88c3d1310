const pattern = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;

/**
 * Reads PostgreSQL's text form of a `timestamptz`, in any session time zone. Microseconds are cut to milliseconds.
 *
 * @throws RangeError for `infinity` and for what a `Date` can't hold
 */
export function parseTimestamptz(text: string): Date {
  return usual.test(text) ? parseUsual(text) : parseAny(text);
}

/** Of our own sessions, which are in UTC, from the year 1000 on: a fifth of the time of the other. */
const usual = /^[1-9]\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

function parseUsual(text: string): Date {
  const twoDigits = (at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
  const year = twoDigits(0) * 100 + twoDigits(2);
  const milliseconds = text.length > 22 ? Number(text.slice(20, -3).padEnd(3, "0").slice(0, 3)) : 0;
  return new Date(
    Date.UTC(year, twoDigits(5) - 1, twoDigits(8), twoDigits(11), twoDigits(14), twoDigits(17), milliseconds),
  );
}

function parseAny(text: string): Date {
  const parts = pattern.exec(text);
  if (parts === null) throw outOfRange(text);
  const [, year, month, day, hour, minute, second, fraction = "", sign, zoneHour, zoneMinute, zoneSecond, bc] = parts;
  const offset = Number(zoneHour) * 3600 + Number(zoneMinute ?? 0) * 60 + Number(zoneSecond ?? 0);
  const date = new Date(0);
  date.setUTCFullYear(bc === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second) - (sign === "-" ? -offset : offset),
    Number(fraction.padEnd(3, "0").slice(0, 3)),
  );
  if (Number.isNaN(date.getTime())) throw outOfRange(text);
  return date;
}

/** Writes a valid `Date` so that PostgreSQL reads the same instant, whatever the session's time zone. */
export function serializeTimestamptz(date: Date): string {
  const year = date.getUTCFullYear();
  if (year > 0 && year < 10_000) return date.toISOString();
  const afterYear = date.toISOString().slice(-20);
  const digits = String(year > 0 ? year : 1 - year).padStart(4, "0");
  return `${digits}${afterYear}${year > 0 ? "" : " BC"}`;
}

function outOfRange(text: string): RangeError {
  return new RangeError(`A Date can't hold the timestamptz ${text}: select it as text, or filter it out.`);
}
