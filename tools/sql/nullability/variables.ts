import { numberIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { entryColumnIsNonNull } from "./range-table.ts";
import { returnedColumnIsNonNull } from "./returning.ts";
import { outerScope, rangeTableEntry, targetRelation } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { columnKey, nullingRelations, presentKey } from "./variable-keys.ts";

/** Whether a column of FROM, or of the changed table, is non-null: where it comes from, and in spite of outer joins. */
export function variableIsNonNull(variable: TreeNode, from: Scope): boolean {
  const scope = outerScope(from, numberIn(variable, "varlevelsup"));
  if (scope === undefined) return false;
  const { query, facts } = scope;
  const relation = numberIn(variable, "varno");
  if (!nullingRelations(variable).every((by) => facts.has(presentKey(query, by, relation)))) return false;
  if (facts.has(columnKey(variable, scope))) return true;
  const entry = rangeTableEntry(query, relation);
  if (entry === undefined) return false;
  return scope.returning && targetRelation(query) > 0
    ? returnedColumnIsNonNull(variable, entry, scope)
    : entryColumnIsNonNull(variable, entry, scope);
}
