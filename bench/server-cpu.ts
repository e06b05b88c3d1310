import { readdirSync, readFileSync } from "node:fs";

const microsecondsPerTick = 10_000;

/** Microseconds of CPU that each living process of the server has used, by process id. Linux only. */
export function serverCpu(postmaster: number): ReadonlyMap<number, number> {
  const used = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const fields = statOf(pid);
    if (pid !== postmaster && Number(fields[1]) !== postmaster) continue;
    used.set(pid, (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick);
  }
  return used;
}

/** What was used between two readings. A process that has ended in between is left out. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [pid, used] of after) sum += used - (before.get(pid) ?? 0);
  return sum;
}

/** The fields of /proc/<pid>/stat from the third on: the second is a name, which may hold spaces. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    // It has ended since the folder was read.
    return [];
  }
}
