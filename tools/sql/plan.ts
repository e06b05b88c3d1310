/** A node of PostgreSQL's plan, as EXPLAIN (FORMAT JSON) writes it. */
export interface PlanNode {
  readonly "Node Type": string;
  /** Outer and inner of a join, SubPlan, InitPlan and the like. */
  readonly "Parent Relationship"?: string;
  readonly "Join Type"?: string;
  readonly Schema?: string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
  readonly [detail: string]: unknown;
}

/** What drivers make of the one row: the JSON's text, or its value. */
export interface ExplainRow {
  readonly "QUERY PLAN"?: string | readonly { readonly Plan: PlanNode }[];
}

/** The plan in the one row that EXPLAIN (FORMAT JSON) returns. */
export function readPlan(row: ExplainRow | undefined): PlanNode {
  const value = row?.["QUERY PLAN"];
  const plans = typeof value === "string" ? (JSON.parse(value) as { readonly Plan: PlanNode }[]) : value;
  if (plans?.[0] === undefined) throw new Error("Expected PostgreSQL to return a plan, but it returned none.");
  return plans[0].Plan;
}
