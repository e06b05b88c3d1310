import type { IdGenerator } from "#domain/shared/id-generator.ts";

/** Ids in order, the same in every run: `00000001-0000-7000-8000-000000000000`, `00000002-...`, ...; or those after a number. */
export function sequentialIds(after = 0): IdGenerator {
  let last = after;
  return { next: () => `${(++last).toString(16).padStart(8, "0")}-0000-7000-8000-000000000000` };
}
