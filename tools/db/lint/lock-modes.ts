/** PostgreSQL's locks on tables, from the weakest to the strongest. */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

export type LockMode = (typeof lockModes)[number];

/** Who has to wait while a lock is held. */
export const whoWaits: Readonly<Record<LockMode, string>> = {
  "ACCESS SHARE": "nobody who reads or writes waits",
  "ROW SHARE": "nobody who reads or writes waits",
  "ROW EXCLUSIVE": "nobody who reads or writes waits",
  "SHARE UPDATE EXCLUSIVE": "nobody who reads or writes waits, only other schema changes and VACUUM",
  SHARE: "writes wait",
  "SHARE ROW EXCLUSIVE": "writes wait",
  EXCLUSIVE: "writes and SELECT … FOR UPDATE wait",
  "ACCESS EXCLUSIVE": "reads and writes wait",
};

/** @param name as in pg_locks, such as `AccessExclusiveLock` */
export function lockModeOf(name: string): LockMode {
  const mode = lockModes.find((candidate) => `${candidate.replaceAll(" ", "")}LOCK` === name.toUpperCase());
  if (mode === undefined) throw new Error(`Expected one of PostgreSQL's lock modes, got ${name}.`);
  return mode;
}

export function isStronger(mode: LockMode, than: LockMode): boolean {
  return lockModes.indexOf(mode) > lockModes.indexOf(than);
}
