import { isStronger, whoWaits } from "./lock-modes.ts";
import type { LockTrace, TracedLock } from "./traced-locks.ts";

/** A lock trace for people: what others have to wait for, and what is read or written as a whole. */
export function describeLockTrace(trace: LockTrace): string {
  const { migration, statements, rewritten, scanned, empty } = trace;
  const locks = trace.locks.filter((lock) => isWorthSaying(lock, trace));
  const at = (statement: number) => `statement ${statement} (line ${statements[statement - 1]?.line ?? "?"})`;
  const lines = [
    ...locks.map(
      ({ mode, relation, statement, milliseconds }) =>
        `${mode} on ${relation}: ${whoWaits[mode]}, from ${at(statement)} on, here for ${milliseconds.toFixed(1)} ms`,
    ),
    ...rewritten.map(
      ({ relation, statement }) => `REWRITE of ${relation} by ${at(statement)}: all of it is written anew`,
    ),
    ...scanned.map(({ relation, statement }) => `SCAN of ${relation} by ${at(statement)}: all of its rows are read`),
    ...empty.map((relation) => `${relation} has no rows here, so its times say nothing`),
  ];
  const nothing = "nobody who reads or writes has to wait for it";
  return [`Locks of ${migration}:`, ...(lines.length > 0 ? lines : [nothing])].join("\n  ");
}

/** Not what every SELECT and UPDATE takes, nor an index that is locked no harder than some table is. */
function isWorthSaying({ mode, kind }: TracedLock, { locks }: LockTrace): boolean {
  if (!isStronger(mode, "ROW EXCLUSIVE")) return false;
  return kind === "table" || !locks.some((other) => other.kind === "table" && !isStronger(mode, other.mode));
}
