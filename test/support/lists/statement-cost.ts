import pg from "pg";
import { type ExplainRow, type PlanNode, readPlan } from "#tools/sql/plan.ts";
import type { Call } from "./recording-data-source.ts";

/**
 * How PostgreSQL plans a prepared statement: anew for the values at hand (`custom`), or once for all (`generic`), which
 * it may choose after five times on a connection, by its guess of what both cost.
 */
export const planKinds = ["custom", "generic"] as const;
export type PlanKind = (typeof planKinds)[number];

export interface StatementCost {
  /** Blocks of 8 kB that it looked at, in memory or not. */
  readonly buffers: number;
  /** The most rows that one step of its plan looked at, those that a filter refused among them. */
  readonly rows: number;
  readonly plan: PlanNode;
}

/** Runs a statement again and counts what it touches: the same each time, unlike a time. */
export async function costOf(client: pg.Client, call: Call, kind: PlanKind): Promise<StatementCost> {
  const { statement, parameters } = call;
  const values = statement.parameters.map((name) => literal(parameters[name]));
  await client.query(`PREPARE explained AS ${statement.text}; SET plan_cache_mode = force_${kind}_plan`);
  try {
    const execute = `EXECUTE explained${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
    const { rows } = await client.query<ExplainRow>(`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${execute}`);
    const plan = readPlan(rows[0]);
    const buffers = numberOf(plan, "Shared Hit Blocks") + numberOf(plan, "Shared Read Blocks");
    return { buffers, rows: mostRows(plan), plan };
  } finally {
    await client.query("DEALLOCATE explained; RESET plan_cache_mode");
  }
}

function mostRows(node: PlanNode): number {
  const each = ["Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"];
  const own = each.reduce((sum, name) => sum + numberOf(node, name), 0) * numberOf(node, "Actual Loops");
  return Math.max(own, ...(node.Plans ?? []).map(mostRows));
}

function numberOf(node: PlanNode, name: string): number {
  return Number(node[name] ?? 0);
}

/** @throws TypeError for what no list has as a parameter yet */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return pg.escapeLiteral(String(value));
  }
  throw new TypeError(
    `A parameter of a list should be a text, a number, a boolean, a Date or null, but is ${typeof value}.`,
  );
}
