import { command, join, nodeIn, nodesIn, numberIn, rangeTable, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { relationsIn } from "../nullability/scope.ts";
import { queriesBehind, rangeEntryOf, returnedColumns, sourceOf } from "../expression-source.ts";
import type { Source } from "../expression-source.ts";
import type { Rule } from "./rule.ts";
import { conjuncts, findNodes, withoutCasts } from "../tree-search.ts";
import type { Catalog } from "../catalog.ts";

/** A key filter compares a column that leads an index, or is a foreign key, with what the statement is given. */
export const unboundedMany: Rule = {
  name: "unbounded-many",
  reason: "all rows of a table in memory at once are too many one day",
  find: ({ statement, description, catalog }) => {
    if (statement.kind !== "many" || isBounded([description.tree], catalog)) return [];
    const message = `${statement.name} has neither a LIMIT nor a filter by a key: it returns as many rows as there are.`;
    return [{ offset: statement.offset, message, hint: "Add `LIMIT :limit::int`, or filter by an id." }];
  },
};

/** @param queries the query that is looked at, as the last of those around it */
function isBounded(queries: readonly TreeNode[], catalog: Catalog): boolean {
  const query = queries.at(-1);
  if (query === undefined) return false;
  const entries = nodesIn(query, "rtable");
  const below = (entry: TreeNode): boolean => {
    const behind = queriesBehind(entry, queries);
    return behind !== undefined && isBounded(behind, catalog);
  };
  if (nodeIn(query, "limitCount") !== undefined) return true;
  if (nodeIn(query, "setOperations") !== undefined) {
    return entries.filter((entry) => numberIn(entry, "rtekind") === rangeTable.subquery).every(below);
  }
  const isOneRow = textIn(query, "hasAggs") === "true" && nodesIn(query, "groupClause").length === 0;
  if (isOneRow && !query.fields.get("groupingSets")) return true;
  const from = nodeIn(query, "jointree");
  if (from !== undefined && conditionsOf(from).some((condition) => isKeyFilter(condition, queries, catalog)))
    return true;

  const isInsert = numberIn(query, "commandType") === command.insert;
  return entries.every((entry, index) => {
    const conditions = from === undefined ? [] : joinConditions(from, index + 1);
    if (conditions.some((on) => isLookup(on, index + 1, queries, catalog))) return true;
    switch (numberIn(entry, "rtekind")) {
      case rangeTable.relation:
        return isInsert && index === numberIn(query, "resultRelation") - 1;
      case rangeTable.subquery:
        return below(entry);
      case rangeTable.cte:
        return textIn(entry, "self_reference") === "true" || below(entry);
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
function isLookup(condition: TreeNode, relation: number, queries: readonly TreeNode[], catalog: Catalog): boolean {
  if (!isEquality(condition, catalog)) return false;
  const sides = nodesIn(condition, "args");
  return sides.some((side, index) => {
    const others = variablesIn(sides[1 - index] ?? side);
    const isOwn = variablesIn(side).every((variable) => numberIn(variable, "varno") === relation);
    const areGiven = others.every((variable) => {
      const entry = rangeEntryOf({ expression: variable, queries })?.entry;
      return entry !== undefined && [rangeTable.function, rangeTable.values].includes(numberIn(entry, "rtekind"));
    });
    return isOwn && areGiven && isKey(side, queries, catalog);
  });
}

function isEquality(condition: TreeNode, catalog: Catalog): boolean {
  if (!["OPEXPR", "SCALARARRAYOPEXPR"].includes(condition.type)) return false;
  return catalog.operator(numberIn(condition, "opno"))?.name === "=";
}

function isKeyFilter(condition: TreeNode, queries: readonly TreeNode[], catalog: Catalog): boolean {
  if (!isEquality(condition, catalog)) return false;
  const sides = nodesIn(condition, "args");
  return sides.some((side, index) => {
    const other = sides[1 - index];
    return other !== undefined && isKey(side, queries, catalog) && variablesIn(other).length === 0;
  });
}

function isKey(side: TreeNode, queries: readonly TreeNode[], catalog: Catalog): boolean {
  const plain = withoutCasts(side);
  if (plain?.type === "VAR") {
    return numberIn(plain, "varlevelsup") === 0 && isKeyColumn({ expression: plain, queries }, catalog);
  }
  return variablesIn(side).some((variable) => {
    const relation = relationOf({ expression: variable, queries });
    return relation !== undefined && catalog.hasExpressionKey(relation);
  });
}

/** Of a table; or of a subquery, a common table expression or a view that returns such a column. */
function isKeyColumn(column: Source, catalog: Catalog): boolean {
  const made = sourceOf(column);
  if (made.expression.type !== "VAR") return isKey(made.expression, made.queries, catalog);
  const relation = relationOf(made);
  if (relation === undefined) return false;
  const number = numberIn(made.expression, "varattno");
  const view = catalog.viewQuery(relation);
  const behind = view && returnedColumns([view])[number - 1];
  return catalog.isKey(relation, number) || (behind !== undefined && isKeyColumn(behind, catalog));
}

function relationOf(variable: Source): number | undefined {
  const entry = rangeEntryOf(variable)?.entry;
  return entry && numberIn(entry, "rtekind") === rangeTable.relation ? numberIn(entry, "relid") : undefined;
}

/** Columns of the query itself: those of a query around it are given, as a parameter is. */
function variablesIn(expression: TreeNode): TreeNode[] {
  return findNodes(expression, "VAR").filter((variable) => numberIn(variable, "varlevelsup") === 0);
}
