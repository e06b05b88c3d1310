import { command, nodeIn, nodesIn, numberIn, parseQueryTree, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { entryColumnIsNonNull } from "./range-table.ts";
import { targetRelation } from "./scope.ts";
import type { Scope } from "./scope.ts";

const version = { old: "1", new: "2" };
const notMatchedBySource = 1;
const doUpdate = 2;

/** Whether a column is non-null in RETURNING: of the old or the new row, of which one may be missing, or of FROM. */
export function returnedColumnIsNonNull(variable: TreeNode, entry: TreeNode, scope: Scope): boolean {
  const { query } = scope;
  const said = textIn(variable, "varreturningtype");
  const ofStoredRow = (): boolean => entryColumnIsNonNull(variable, entry, scope);
  const isTarget = numberIn(variable, "varno") === targetRelation(query);
  switch (numberIn(query, "commandType")) {
    case command.insert:
      return isTarget && said !== version.old && writtenColumnIsNonNull(variable, entry, scope);
    case command.update:
      return isTarget && said !== version.old ? writtenColumnIsNonNull(variable, entry, scope) : ofStoredRow();
    case command.delete:
      return (!isTarget || said !== version.new) && ofStoredRow();
    case command.merge: {
      const isMissing = isTarget
        ? (said === version.old && mayRun(query, command.insert)) ||
          (said === version.new && mayRun(query, command.delete))
        : nodesIn(query, "mergeActionList").some((action) => numberIn(action, "matchKind") === notMatchedBySource);
      return !isMissing && ofStoredRow();
    }
    default:
      return false;
  }
}

function mayRun(query: TreeNode, kind: number): boolean {
  return nodesIn(query, "mergeActionList").some((action) => numberIn(action, "commandType") === kind);
}

/** A column of a row that an INSERT or UPDATE has just written. */
function writtenColumnIsNonNull(variable: TreeNode, entry: TreeNode, scope: Scope): boolean {
  const number = numberIn(variable, "varattno");
  const table = numberIn(entry, "relid");
  if (number <= 0) return entryColumnIsNonNull(variable, entry, scope);
  const column = scope.catalog.column(table, number);
  if (column === undefined) return false;
  if (column.neverNullWhenWritten) return true;
  if (column.generated || !scope.catalog.storesWhatIsGiven(table)) return false;

  const { query } = scope;
  const writing = scope.with({ returning: false });
  const byDefault = column.default === null ? undefined : parseQueryTree(column.default);
  const valueIn = (targets: readonly TreeNode[]): TreeNode | undefined => {
    const assigned = targets.find((target) => numberIn(target, "resno") === number);
    const value = assigned && nodeIn(assigned, "expr");
    return value?.type === "SETTODEFAULT" ? byDefault : value;
  };
  const targets = nodesIn(query, "targetList");
  const isAssigned = targets.some((target) => numberIn(target, "resno") === number);
  if (numberIn(query, "commandType") === command.update) {
    return writing.isNonNull(isAssigned ? valueIn(targets) : beforeUpdate(variable));
  }
  const conflict = nodeIn(query, "onConflict");
  const mayUpdate = conflict !== undefined && numberIn(conflict, "action") === doUpdate;
  return (
    writing.isNonNull(isAssigned ? valueIn(targets) : byDefault) &&
    (!mayUpdate || writing.isNonNull(valueIn(nodesIn(conflict, "onConflictSet"))))
  );
}

function beforeUpdate(variable: TreeNode): TreeNode {
  return { ...variable, fields: new Map(variable.fields).set("varreturningtype", "0") };
}
