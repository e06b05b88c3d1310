import type pg from "pg";
import type { Call } from "./recording-data-source.ts";
import { costOf, planKinds } from "./statement-cost.ts";

export interface Pages {
  /** The same statement for the first page and for one deep in the list. */
  readonly first: Call;
  readonly late: Call;
  /** More than a page needs with all that belongs to it, and far fewer than there are. */
  readonly mostRows: number;
}

/**
 * Says in words what makes one page dearer than the other, or both dear: too many blocks, or too many rows in a step
 * of the plan, whichever way PostgreSQL plans the statement. It counts, so it finds the same each time.
 */
export async function faultsOf(client: pg.Client, { first, late, mostRows }: Pages): Promise<string[]> {
  const faults: string[] = [];
  for (const kind of planKinds) {
    const [one, other] = [await costOf(client, first, kind), await costOf(client, late, kind)];
    const tell = (what: string) =>
      faults.push(`${late.statement.name}, ${kind} plan: ${what}\n${JSON.stringify(other.plan, undefined, 2)}`);
    const [fewer, more] = [Math.min(one.buffers, other.buffers), Math.max(one.buffers, other.buffers)];
    // A few blocks more: where an index begins another page.
    if (more > fewer * 1.5 + 4) tell(`blocks ${one.buffers} → ${other.buffers}, expected at most half more`);
    const rows = Math.max(one.rows, other.rows);
    if (rows > mostRows)
      tell(`${rows} rows in one step, expected at most ${mostRows}: no index is read in order from there on`);
  }
  return faults;
}
