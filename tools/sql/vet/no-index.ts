import type { PlanNode } from "../plan.ts";
import { placeOfName } from "../places.ts";
import type { Rule } from "./rule.ts";

interface Place {
  /** A join reads it again for each row of the other side. */
  readonly isInner: boolean;
  /** A LIMIT or the loop over a stream ends it early: nothing in between sees all rows first. Right for an index in order. */
  readonly isLimited: boolean;
}

const tableScans = ["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"];

/** Nodes that hand on each row as it comes. */
const passing = ["LockRows", "Result", "ProjectSet", "Subquery Scan", "Nested Loop", "Append", "Merge Append"];

/**
 * Reads the plan in which PostgreSQL uses an index wherever one can serve, and finds the tables that it nevertheless
 * reads as a whole to filter or to join them. Reading a whole table because all of its rows are wanted is no fault.
 */
export const noIndex: Rule = {
  name: "no-index",
  reason: "a filter or join that no index can serve reads the whole table, however large it gets",
  find: (subject) =>
    wholeScans(subject.plan, { isInner: false, isLimited: subject.statement.kind === "stream" }).map((scan) => {
      const name = scan["Relation Name"] ?? "";
      const offset = placeOfName(subject, { schema: scan.Schema ?? "", name });
      const message =
        scan.Filter === undefined
          ? `No index can serve the join to ${name}.`
          : `No index can serve this filter of ${name}: ${subject.positional.named(scan.Filter)}`;
      return { offset, message, hint: "Add an index in a migration, or filter by a column that has one." };
    }),
};

function wholeScans(node: PlanNode, place: Place): PlanNode[] {
  const isPage = place.isLimited && ["Index Scan", "Index Only Scan"].includes(node["Node Type"]);
  const isFault = place.isInner || (node.Filter !== undefined && !isPage);
  if (readsWholeTable(node)) return isFault ? [node] : [];
  return (node.Plans ?? []).flatMap((child) => wholeScans(child, placeBelow(node, child, place)));
}

function readsWholeTable(node: PlanNode): boolean {
  return tableScans.includes(node["Node Type"]) && !readsByIndex(node);
}

/** Below a Bitmap Heap Scan stand the scans of its indexes: for an OR each of them has to narrow the rows down. */
function readsByIndex(node: PlanNode): boolean {
  if (node["Index Cond"] !== undefined) return true;
  const bitmaps = (node.Plans ?? []).filter((part) => part["Node Type"].startsWith("Bitmap"));
  return node["Node Type"] === "BitmapOr" ? bitmaps.every(readsByIndex) : bitmaps.some(readsByIndex);
}

function placeBelow(node: PlanNode, child: PlanNode, place: Place): Place {
  const relationship = child["Parent Relationship"];
  if (relationship === "SubPlan" || relationship === "InitPlan") return { isInner: false, isLimited: false };
  // A full join needs all rows of both sides.
  const isJoin = node["Join Type"] !== undefined && node["Join Type"] !== "Full";
  return {
    isInner: place.isInner || (isJoin && relationship === "Inner"),
    isLimited: node["Node Type"] === "Limit" || (place.isLimited && passing.includes(node["Node Type"])),
  };
}
