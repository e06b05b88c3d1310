import type pg from "pg";
import { type InvalidIndex, readInvalidIndexes } from "./invalid-indexes.ts";
import { nameOf, versionOf } from "./migration-files.ts";
import type { DirtyMark, History } from "./migration-history.ts";
import { lockHolder } from "./migration-lock.ts";

/** A migration without a transaction was left half-done: nothing is run until somebody has mended it and said so. */
export class DirtyDatabase extends Error {
  override readonly name = "DirtyDatabase";
  readonly mark: DirtyMark;

  constructor(mark: DirtyMark, description: string) {
    super(`The database is dirty, so nothing was run.\n${description}`);
    this.mark = mark;
  }
}

/** Which file stopped at which statement, what is left, and how to go on; or who is still running it. */
export async function describeDirt(client: pg.Client, mark: DirtyMark, history: History): Promise<string> {
  const { direction, statement, statements, since } = mark;
  const runner = await lockHolder(client);
  if (runner)
    return `${nameOf(mark)} (${direction}) is being run by ${runner}, at statement ${statement} of ${statements}.`;
  const invalidIndexes = await readInvalidIndexes(client).catch(() => []);
  return [
    `${nameOf(mark)} (${direction}, begun ${since.toISOString()}) stopped at statement ${statement} of ${statements}:`,
    mark.sql.replaceAll(/^/gm, "    "),
    ...(statement > 1 ? [`What stands before it in the file was done.`] : []),
    "Look whether this statement was done too: it may have been, or in part.",
    ...invalidIndexes.map(describeInvalidIndex),
    "Complete by hand what is missing, or undo by hand what was done; say which, and go on with `up`:",
    `    npm run db -- force ${versionOf(mark)}   (it counts as applied)`,
    `    npm run db -- force ${versionBefore(mark, history)}   (it counts as not applied, and is run again)`,
  ].join("\n");
}

/** The version that the context of a dirty migration has without it. */
export function versionBefore({ context, id }: DirtyMark, { applied }: History): string {
  const before = applied.filter((migration) => migration.context === context && migration.id < id);
  const last = before.toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
  return last ? versionOf(last) : `${context}/0000`;
}

function describeInvalidIndex({ name, table }: InvalidIndex): string {
  return `Index ${name} on ${table} is invalid, as a failed build leaves it: DROP INDEX CONCURRENTLY ${name};`;
}
