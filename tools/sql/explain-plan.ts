import type { PlanNode } from "./plan.ts";

/** What a reader of a plan wants to see of a node, and how it is called here. */
const details: readonly (readonly [field: string, label: string])[] = [
  ["Index Cond", "index condition"],
  ["Recheck Cond", "recheck"],
  ["Hash Cond", "join"],
  ["Merge Cond", "join"],
  ["Join Filter", "join filter"],
  ["Filter", "filter"],
  ["One-Time Filter", "filter, once"],
  ["Sort Key", "by"],
  ["Group Key", "by"],
  ["Rows Removed by Filter", "rows read in vain"],
];

/** A plan as lines of a tree: each node, what it reads, how it filters, and the rows and cost that PostgreSQL expects. */
export function formatPlan(plan: PlanNode): string[] {
  return [headline(plan), ...body(plan)];
}

function body(node: PlanNode): string[] {
  const children = node.Plans ?? [];
  const bar = children.length > 0 ? "│ " : "  ";
  const ofNode = details.flatMap(([field, label]) => {
    const value = node[field];
    return value === undefined ? [] : [`${bar}  ${label}: ${toText(value)}`];
  });
  const below = children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const [first = "", ...rest] = formatPlan(child);
    return [`${isLast ? "└─ " : "├─ "}${first}`, ...rest.map((line) => `${isLast ? "   " : "│  "}${line}`)];
  });
  return [...ofNode, ...below];
}

function headline(node: PlanNode): string {
  const joinType = node["Join Type"] === undefined || node["Join Type"] === "Inner" ? "" : ` (${node["Join Type"]})`;
  const table = [node.Schema, node["Relation Name"]].filter(Boolean).join(".");
  const parts = [
    `${toText(node["Operation"] ?? node["Node Type"])}${joinType}`,
    table === "" ? "" : `on ${table}`,
    node["Index Name"] === undefined ? "" : `using ${node["Index Name"]}`,
    node["CTE Name"] === undefined ? "" : `of ${toText(node["CTE Name"])}`,
    node["Function Name"] === undefined ? "" : `of ${toText(node["Function Name"])}()`,
    node["Subplan Name"] === undefined ? "" : `[${toText(node["Subplan Name"])}]`,
  ];
  return `${parts.filter(Boolean).join(" ")}  ${numbers(node)}`;
}

function numbers(node: PlanNode): string {
  const expected = `rows ${toText(node["Plan Rows"])}, cost ${toText(node["Total Cost"])}`;
  if (node["Actual Rows"] === undefined) return `(${expected})`;
  const loops = node["Actual Loops"] === 1 ? "" : ` × ${toText(node["Actual Loops"])}`;
  return `(${expected}; really ${toText(node["Actual Rows"])} rows in ${toText(node["Actual Total Time"])} ms${loops})`;
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}
