import { nodeIn, nodesIn, numberIn, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { outerScope } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** Whether a column of a common table expression is non-null, counted from 0. */
export function cteColumnIsNonNull(entry: TreeNode, column: number, certain: readonly number[], from: Scope): boolean {
  const scope = outerScope(from, numberIn(entry, "ctelevelsup"));
  const name = textIn(entry, "ctename");
  const cte = scope && nodesIn(scope.query, "cteList").find((candidate) => textIn(candidate, "ctename") === name);
  const query = cte && nodeIn(cte, "ctequery");
  if (scope === undefined || cte === undefined || query === undefined) return false;
  if (textIn(entry, "self_reference") === "true") return scope.assumptions.get(cte)?.[column] === true;
  if (textIn(cte, "cterecursive") !== "true") return scope.columnIsNonNull(query, column, certain);
  return recursiveColumns(cte, query, scope)[column] === true;
}

/**
 * The columns of a recursive query are non-null when they are in its first rows and, given that they are in the rows
 * so far, in the next ones. Begins by assuming it of all columns, and drops those for which it doesn't hold.
 */
function recursiveColumns(cte: TreeNode, query: TreeNode, scope: Scope): readonly boolean[] {
  let columns = nodesIn(query, "targetList").map(() => true);
  for (let before: boolean[] = []; before.join() !== columns.join();) {
    before = columns;
    const assuming = scope.with({ assumptions: new Map(scope.assumptions).set(cte, columns) });
    columns = columns.map((assumed, index) => assumed && assuming.columnIsNonNull(query, index));
  }
  return [...columns, ...addedColumns(cte, scope)];
}

/** SEARCH adds a column with a place; CYCLE one with a mark and one with a path. */
function addedColumns(cte: TreeNode, scope: Scope): boolean[] {
  const cycle = nodeIn(cte, "cycle_clause");
  const marks = cycle && [nodeIn(cycle, "cycle_mark_value"), nodeIn(cycle, "cycle_mark_default")];
  return [
    ...(nodeIn(cte, "search_clause") === undefined ? [] : [true]),
    ...(marks === undefined ? [] : [marks.every((mark) => scope.isNonNull(mark)), true]),
  ];
}
