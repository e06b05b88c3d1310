import { listIn, nodeIn, numberIn, toNode } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";

const jsonTable = 1;
const exists = 0;
/** What EXISTS gives when its path can't be evaluated: an error, true or false, but not UNKNOWN. */
const behaviorsWithValue = [1, 3, 4];

/** FOR ORDINALITY and EXISTS columns, counted from 0; not those of a NESTED PATH, which may find nothing. */
export function jsonTableColumnIsNonNull(entry: TreeNode, column: number): boolean {
  const table = nodeIn(entry, "tablefunc");
  const plan = table && nodeIn(table, "plan");
  if (table === undefined || plan === undefined || numberIn(table, "functype") !== jsonTable) return false;
  if (column < numberIn(plan, "colMin") || column > numberIn(plan, "colMax")) return false;
  const value = toNode(listIn(table, "colvalexprs")[column]);
  // A column that is computed from nothing counts the rows.
  if (value === undefined) return true;
  const onError = nodeIn(value, "on_error");
  return (
    numberIn(value, "op") === exists && onError !== undefined && behaviorsWithValue.includes(numberIn(onError, "btype"))
  );
}
