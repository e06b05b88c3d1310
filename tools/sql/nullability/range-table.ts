import { isList, join, listIn, nodeIn, numberIn, rangeTable, textIn, toNode } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { cteColumnIsNonNull } from "./common-table-expressions.ts";
import { functionColumnIsNonNull } from "./function-calls.ts";
import { jsonTableColumnIsNonNull } from "./json-table.ts";
import { argumentsOf, unite } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { certainColumns } from "./variable-keys.ts";

/** Whether a column of an entry of FROM is non-null, apart from outer joins above it. */
export function entryColumnIsNonNull(variable: TreeNode, entry: TreeNode, scope: Scope): boolean {
  const column = numberIn(variable, "varattno") - 1;
  const kind = numberIn(entry, "rtekind");
  // The whole row has number 0 and is a value even when all of its columns are NULL; a function may return none.
  if (column < 0) return kind !== rangeTable.function && kind !== rangeTable.join;
  const certain = (): number[] => certainColumns(numberIn(variable, "varno"), scope);
  switch (kind) {
    case rangeTable.relation:
      return relationColumnIsNonNull(entry, column, certain, scope);
    case rangeTable.subquery:
      return scope.columnIsNonNull(nodeIn(entry, "subquery"), column, certain());
    case rangeTable.cte:
      return cteColumnIsNonNull(entry, column, certain(), scope);
    case rangeTable.values:
      return listIn(entry, "values_lists").every((row) => isList(row) && scope.isNonNull(toNode(row[column])));
    case rangeTable.function:
      return functionColumnIsNonNull(entry, column, scope);
    case rangeTable.tableFunction:
      return jsonTableColumnIsNonNull(entry, column);
    case rangeTable.join:
      return mergedColumnIsNonNull(
        entry,
        numberIn(variable, "varno"),
        toNode(listIn(entry, "joinaliasvars")[column]),
        scope,
      );
    case rangeTable.group:
      return scope.isNonNull(toNode(listIn(entry, "groupexprs")[column]));
    default:
      return false;
  }
}

function relationColumnIsNonNull(entry: TreeNode, column: number, certain: () => number[], scope: Scope): boolean {
  const relation = numberIn(entry, "relid");
  const view = scope.catalog.viewQuery(relation);
  if (view !== undefined) return scope.columnIsNonNull(view, column, certain());
  const known = scope.catalog.column(relation, column + 1);
  if (known === undefined) return false;
  return textIn(entry, "inh") === "true" ? known.neverNull : known.neverNullHere;
}

/** The column of USING. In a FULL JOIN it is the COALESCE of both sides, of which at least one is there. */
function mergedColumnIsNonNull(entry: TreeNode, index: number, merged: TreeNode | undefined, scope: Scope): boolean {
  if (numberIn(entry, "jointype") !== join.full || merged?.type !== "COALESCEEXPR") return scope.isNonNull(merged);
  const bothPresent = new Map([`present ${index}.left`, `present ${index}.right`].map((key) => [key, index]));
  const inspected = scope.with({ facts: unite(scope.facts, bothPresent) });
  return argumentsOf(merged).every((side) => inspected.isNonNull(side)) || scope.isNonNull(merged);
}
