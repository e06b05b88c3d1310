import { command, join, nodeIn, nodesIn, numberIn, rangeTable, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { relationsIn } from "../nullability/scope.ts";
import type { Rule } from "./rule.ts";
import { conjuncts, findNodes, withoutCasts } from "../tree-search.ts";
import type { Catalog } from "../catalog.ts";

/** A key filter compares a column that leads an index, or is a foreign key, with what the statement is given. */
export const unboundedMany: Rule = {
  name: "unbounded-many",
  reason: "all rows of a table in memory at once are too many one day",
  find: ({ statement, description, catalog }) => {
    if (statement.kind !== "many" || isBounded(description.tree, [], catalog)) return [];
    const message = `${statement.name} has neither a LIMIT nor a filter by a key: it returns as many rows as there are.`;
    return [{ offset: statement.offset, message, hint: "Add `LIMIT :limit::int`, or filter by an id." }];
  },
};

function isBounded(query: TreeNode, outerCtes: readonly TreeNode[], catalog: Catalog): boolean {
  const ctes = [...nodesIn(query, "cteList"), ...outerCtes];
  const entries = nodesIn(query, "rtable");
  const below = (entry: TreeNode): boolean => {
    const subquery = nodeIn(entry, "subquery");
    return subquery !== undefined && isBounded(subquery, ctes, catalog);
  };
  if (nodeIn(query, "limitCount") !== undefined) return true;
  if (nodeIn(query, "setOperations") !== undefined) {
    return entries.filter((entry) => numberIn(entry, "rtekind") === rangeTable.subquery).every(below);
  }
  const isOneRow = textIn(query, "hasAggs") === "true" && nodesIn(query, "groupClause").length === 0;
  if (isOneRow && !query.fields.get("groupingSets")) return true;
  const from = nodeIn(query, "jointree");
  if (from !== undefined && conditionsOf(from).some((condition) => isKeyFilter(condition, entries, catalog)))
    return true;

  const isInsert = numberIn(query, "commandType") === command.insert;
  return entries.every((entry, index) => {
    switch (numberIn(entry, "rtekind")) {
      case rangeTable.relation:
        return (
          (isInsert && index === numberIn(query, "resultRelation") - 1) ||
          (from !== undefined &&
            joinConditions(from, index + 1).some((on) => isLookup(on, index + 1, entries, catalog)))
        );
      case rangeTable.subquery:
        return below(entry);
      case rangeTable.cte: {
        const name = textIn(entry, "ctename");
        const cte = ctes.find((candidate) => textIn(candidate, "ctename") === name);
        const definition = cte && nodeIn(cte, "ctequery");
        return textIn(entry, "self_reference") === "true" || (!!definition && isBounded(definition, ctes, catalog));
      }
      default:
        return true;
    }
  });
}

/** WHERE and the ON of inner joins. */
function conditionsOf(from: TreeNode): TreeNode[] {
  const isOuter = from.type === "JOINEXPR" && numberIn(from, "jointype") !== join.inner;
  const own = isOuter ? [] : conjuncts(nodeIn(from, "quals"));
  const parts = [...nodesIn(from, "fromlist"), ...[nodeIn(from, "larg"), nodeIn(from, "rarg")]];
  return isOuter ? own : [...own, ...parts.flatMap((part) => (part === undefined ? [] : conditionsOf(part)))];
}

/** WHERE and each ON that limits the rows of a relation; not that of an outer join which keeps them all. */
function joinConditions(from: TreeNode, relation: number): TreeNode[] {
  const sides = [nodeIn(from, "larg"), nodeIn(from, "rarg")];
  const [isLeft, isRight] = sides.map((side) => relationsIn(side).includes(relation));
  const kind = from.type === "JOINEXPR" ? numberIn(from, "jointype") : join.inner;
  const limits = kind === join.inner || (kind === join.left && isRight) || (kind === join.right && isLeft);
  return [
    ...(limits ? conjuncts(nodeIn(from, "quals")) : []),
    ...[...nodesIn(from, "fromlist"), ...sides].flatMap((part) =>
      part === undefined ? [] : joinConditions(part, relation),
    ),
  ];
}

/** A join by a key to rows that aren't of a table: to those of `unnest(:ids)`, for example. */
function isLookup(condition: TreeNode, relation: number, entries: readonly TreeNode[], catalog: Catalog): boolean {
  if (!isEquality(condition, catalog)) return false;
  const sides = nodesIn(condition, "args");
  return sides.some((side, index) => {
    const others = variablesIn(sides[1 - index] ?? side);
    const isOwn = variablesIn(side).every((variable) => numberIn(variable, "varno") === relation);
    const areGiven = others.every((variable) => {
      const entry = entries[numberIn(variable, "varno") - 1];
      return entry !== undefined && [rangeTable.function, rangeTable.values].includes(numberIn(entry, "rtekind"));
    });
    return isOwn && areGiven && isKey(side, entries, catalog);
  });
}

function isEquality(condition: TreeNode, catalog: Catalog): boolean {
  if (!["OPEXPR", "SCALARARRAYOPEXPR"].includes(condition.type)) return false;
  return catalog.operator(numberIn(condition, "opno"))?.name === "=";
}

function isKeyFilter(condition: TreeNode, entries: readonly TreeNode[], catalog: Catalog): boolean {
  if (!isEquality(condition, catalog)) return false;
  const sides = nodesIn(condition, "args");
  return sides.some((side, index) => {
    const other = sides[1 - index];
    return other !== undefined && isKey(side, entries, catalog) && variablesIn(other).length === 0;
  });
}

function isKey(side: TreeNode, entries: readonly TreeNode[], catalog: Catalog): boolean {
  const plain = withoutCasts(side);
  return variablesIn(side).some((variable) => {
    const entry = entries[numberIn(variable, "varno") - 1];
    if (entry === undefined || numberIn(entry, "rtekind") !== rangeTable.relation) return false;
    const relation = numberIn(entry, "relid");
    return plain === variable
      ? catalog.isKey(relation, numberIn(variable, "varattno"))
      : catalog.hasExpressionKey(relation);
  });
}

/** Columns of the query itself: those of a query around it are given, as a parameter is. */
function variablesIn(expression: TreeNode): TreeNode[] {
  return findNodes(expression, "VAR").filter((variable) => numberIn(variable, "varlevelsup") === 0);
}
