import type { Catalog } from "./catalog.ts";
import { isList, listIn, nodeIn, nodesIn, numberIn, toNode } from "./query-tree.ts";
import type { TreeNode, TreeValue } from "./query-tree.ts";
import { withoutCasts } from "./tree-search.ts";

const command = { update: 2, insert: 3, merge: 5 };
const rangeTable = { subquery: 1, values: 5 };

/**
 * The positions of parameters for which NULL makes sense: tested for NULL, compared by IS DISTINCT FROM, directly in a
 * COALESCE, or assigned straight to a nullable column. One that is assigned to a NOT NULL column too is not among them.
 */
export function findNullableParameters(query: TreeNode, catalog: Catalog): ReadonlySet<number> {
  const nullable = new Set<number>();
  const required = new Set<number>();

  const visit = (value: TreeValue): void => {
    if (isList(value)) return value.forEach(visit);
    const node = toNode(value);
    if (node === undefined) return;
    for (const position of parametersUnderNullTest(node)) nullable.add(position);
    for (const { position, acceptsNull } of assignedParameters(node, catalog)) {
      (acceptsNull ? nullable : required).add(position);
    }
    for (const field of node.fields.values()) visit(field);
  };
  visit(query);
  return new Set([...nullable].filter((position) => !required.has(position)));
}

function parametersUnderNullTest(node: TreeNode): number[] {
  switch (node.type) {
    case "NULLTEST":
      return parameterPositions(nodeIn(node, "arg"));
    case "COALESCEEXPR":
    case "DISTINCTEXPR":
      return nodesIn(node, "args").flatMap(parameterPositions);
    default:
      return [];
  }
}

interface Assignment {
  readonly position: number;
  readonly acceptsNull: boolean;
}

function assignedParameters(node: TreeNode, catalog: Catalog): Assignment[] {
  if (node.type !== "QUERY") return [];
  const resultRelation = nodesIn(node, "rtable")[numberIn(node, "resultRelation") - 1];
  if (resultRelation === undefined) return [];
  return assignments(node).flatMap((target) => {
    const acceptsNull = catalog.columnAcceptsNull(numberIn(resultRelation, "relid"), numberIn(target, "resno"));
    return sources(nodeIn(target, "expr"), node)
      .flatMap(parameterPositions)
      .map((position) => ({ position, acceptsNull }));
  });
}

export function assignments(query: TreeNode): TreeNode[] {
  const conflict = nodeIn(query, "onConflict");
  const onConflict = conflict === undefined ? [] : nodesIn(conflict, "onConflictSet");
  switch (numberIn(query, "commandType")) {
    case command.insert:
    case command.update:
      return [...nodesIn(query, "targetList"), ...onConflict];
    case command.merge:
      return nodesIn(query, "mergeActionList").flatMap((action) => nodesIn(action, "targetList"));
    default:
      return [];
  }
}

/** The expressions behind an assigned one: several rows of VALUES and INSERT ... SELECT are read through a variable. */
function sources(expression: TreeNode | undefined, query: TreeNode): TreeNode[] {
  const plain = withoutCasts(expression);
  if (plain?.type !== "VAR") return plain === undefined ? [] : [plain];
  const entry = nodesIn(query, "rtable")[numberIn(plain, "varno") - 1];
  const column = numberIn(plain, "varattno");
  if (entry === undefined) return [];
  switch (numberIn(entry, "rtekind")) {
    case rangeTable.values:
      return listIn(entry, "values_lists").flatMap((row) => (isList(row) ? (toNode(row[column - 1]) ?? []) : []));
    case rangeTable.subquery: {
      const subquery = nodeIn(entry, "subquery");
      const target = subquery && nodesIn(subquery, "targetList")[column - 1];
      return subquery && target ? sources(nodeIn(target, "expr"), subquery) : [];
    }
    default:
      return [];
  }
}

function parameterPositions(expression: TreeNode | undefined): number[] {
  const plain = withoutCasts(expression);
  return plain?.type === "PARAM" ? [numberIn(plain, "paramid")] : [];
}
