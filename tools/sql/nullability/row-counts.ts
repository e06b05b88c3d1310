import { command, join, listIn, nodeIn, nodesIn, numberIn, rangeTable, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { fromItems, rangeTableEntry, whereCondition } from "./scope.ts";
import { isTrueConstant } from "../constants.ts";

const groupingSet = { empty: 0, rollup: 2, cube: 3, sets: 4 };
const union = 1;

/** Whether a query always returns a row. */
export function alwaysHasRow(query: TreeNode): boolean {
  if (numberIn(query, "commandType") !== command.select || isLimited(query)) return false;
  if (nodeIn(query, "havingQual") !== undefined || textIn(query, "hasTargetSRFs") === "true") return false;
  const operation = nodeIn(query, "setOperations");
  if (operation !== undefined) return unionHasRow(operation, query);
  return (textIn(query, "hasAggs") === "true" && !noGroupIsEmpty(query)) || inputHasRow(query);
}

/** Whether each group that is aggregated holds a row. */
export function groupsHaveRows(query: TreeNode): boolean {
  return noGroupIsEmpty(query) || inputHasRow(query);
}

function isLimited(query: TreeNode): boolean {
  const count = nodeIn(query, "limitCount");
  // A whole number is cast to bigint.
  const number = count?.type === "FUNCEXPR" ? nodesIn(count, "args")[0] : count;
  const isPositive = number?.type === "CONST" && listIn(number, "constbytes").some((byte) => byte !== "0");
  return nodeIn(query, "limitOffset") !== undefined || (count !== undefined && !isPositive);
}

function unionHasRow(operation: TreeNode, query: TreeNode): boolean {
  if (operation.type === "RANGETBLREF") return itemHasRow(operation, query);
  const sides = [nodeIn(operation, "larg"), nodeIn(operation, "rarg")];
  return numberIn(operation, "op") === union && sides.some((side) => side !== undefined && unionHasRow(side, query));
}

/** Without ROLLUP and the like, a group is there because of a row. The empty grouping set is there anyway. */
function noGroupIsEmpty(query: TreeNode): boolean {
  const sets = nodesIn(query, "groupingSets");
  if (sets.length > 0) return sets.some((set) => !mayBeEmpty(set));
  return nodesIn(query, "groupClause").length > 0;
}

function mayBeEmpty(set: TreeNode): boolean {
  const kind = numberIn(set, "kind");
  if (kind === groupingSet.sets) return nodesIn(set, "content").some(mayBeEmpty);
  return kind === groupingSet.empty || kind === groupingSet.rollup || kind === groupingSet.cube;
}

function inputHasRow(query: TreeNode): boolean {
  if (whereCondition(query) !== undefined) return false;
  return fromItems(query).every((item) => itemHasRow(item, query));
}

/** Whether a part of FROM always has a row; of LATERAL: for each row that it is joined to. */
export function itemHasRow(item: TreeNode | undefined, query: TreeNode): boolean {
  if (item === undefined) return false;
  if (item.type !== "JOINEXPR") return entryHasRow(rangeTableEntry(query, numberIn(item, "rtindex")));
  const left = itemHasRow(nodeIn(item, "larg"), query);
  const right = itemHasRow(nodeIn(item, "rarg"), query);
  switch (numberIn(item, "jointype")) {
    case join.left:
      return left;
    case join.right:
      return right;
    case join.full:
      return left || right;
    default:
      return left && right && joinsAll(item);
  }
}

/** Whether a join has no condition, or `ON true`. */
export function joinsAll(item: TreeNode): boolean {
  const condition = nodeIn(item, "quals");
  return condition === undefined || isTrueConstant(condition);
}

function entryHasRow(entry: TreeNode | undefined): boolean {
  if (entry === undefined) return false;
  switch (numberIn(entry, "rtekind")) {
    case rangeTable.subquery: {
      const subquery = nodeIn(entry, "subquery");
      return subquery !== undefined && alwaysHasRow(subquery);
    }
    case rangeTable.values:
      return true;
    case rangeTable.function:
      return nodesIn(entry, "functions").some((of) => isSingleRow(nodeIn(of, "funcexpr")));
    default:
      return false;
  }
}

function isSingleRow(expression: TreeNode | undefined): boolean {
  return expression !== undefined && textIn(expression, "funcretset") === "false";
}
