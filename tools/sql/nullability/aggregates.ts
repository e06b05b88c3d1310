import { nodeIn, nodesIn, numberIn, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { collectingAggregates, countingAggregates, numberingWindows, reducingAggregates } from "./known-functions.ts";
import { groupsHaveRows } from "./row-counts.ts";
import { argumentsOf, outerScope } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** `count` always; the others where each group has a row to aggregate and no FILTER takes it away. */
export function aggregateIsNonNull(aggregate: TreeNode, from: Scope): boolean {
  const name = builtInName(aggregate, "aggfnoid", from);
  if (name === undefined) return false;
  if (countingAggregates.includes(name)) return true;
  const scope = outerScope(from, numberIn(aggregate, "agglevelsup"));
  if (scope === undefined || nodeIn(aggregate, "aggfilter") !== undefined || !groupsHaveRows(scope.query)) return false;
  return (
    nodesIn(aggregate, "aggdirectargs").every((fraction) => from.isNonNull(fraction)) &&
    keepsValue(name, aggregate, from)
  );
}

/** Numbers always; aggregates and neighbours where the frame has a row for them. */
export function windowFunctionIsNonNull(call: TreeNode, scope: Scope): boolean {
  const name = builtInName(call, "winfnoid", scope);
  const args = argumentsOf(call);
  if (name === undefined) return false;
  if (numberingWindows.includes(name) || countingAggregates.includes(name)) return true;
  switch (name) {
    case "ntile":
      return scope.isNonNull(args[0]);
    case "lag":
    case "lead":
      // Beyond the partition's end there is only the third argument.
      return args.length === 3 && args.every((argument) => scope.isNonNull(argument));
    case "first_value":
    case "last_value":
      return frameHasRow(call, scope.query) && scope.isNonNull(args[0]);
    default:
      return nodeIn(call, "aggfilter") === undefined && frameHasRow(call, scope.query) && keepsValue(name, call, scope);
  }
}

function builtInName(call: TreeNode, field: string, scope: Scope): string | undefined {
  return scope.catalog.function(numberIn(call, field))?.builtIn?.name;
}

/** Whether an aggregate over at least one row is non-null. */
function keepsValue(name: string, call: TreeNode, scope: Scope): boolean {
  if (collectingAggregates.includes(name)) return true;
  return reducingAggregates.includes(name) && scope.isNonNull(argumentsOf(call)[0]);
}

/** Bits of PostgreSQL's frameOptions. */
const startsAtOrBefore = 0x20 | 0x200 | 0x800;
const endsAtOrAfter = 0x100 | 0x400 | 0x4000;
const excludesCurrent = 0x8000 | 0x10000;

/** Whether the current row is always part of its frame. */
function frameHasRow(call: TreeNode, query: TreeNode): boolean {
  const window = nodesIn(query, "windowClause").find((of) => textIn(of, "winref") === textIn(call, "winref"));
  const options = window === undefined ? 0 : numberIn(window, "frameOptions");
  return (options & startsAtOrBefore) !== 0 && (options & endsAtOrAfter) !== 0 && (options & excludesCurrent) === 0;
}
