import type { Catalog } from "./catalog.ts";
import { isList, listIn, nodeIn, nodesIn, numberIn, textIn, toNode } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";

/** A query and the queries around it, which its variables may refer to. */
interface Scope {
  readonly query: TreeNode;
  readonly outer: Scope | undefined;
  readonly catalog: Catalog;
}

const command = { merge: 5 };
const rangeTable = { relation: 0, subquery: 1, cte: 6, group: 9 };
const sublink = { exists: 0, array: 6 };

/** count(*), count(x), row_number(), rank() and dense_rank(): fixed numbers of PostgreSQL's own functions. */
const neverNullFunctions = new Set([2803, 2147, 3100, 3101, 3102]);

/** For each column that the statement returns: is it certain to be non-null? What isn't certain is nullable. */
export function findNonNullColumns(query: TreeNode, catalog: Catalog): boolean[] {
  const scope: Scope = { query, outer: undefined, catalog };
  return returnedExpressions(query).map((expression) => isNonNull(expression, scope));
}

/** What each column of the result is computed from; nothing where a row may come from several places. */
function returnedExpressions(query: TreeNode): (TreeNode | undefined)[] {
  if (nodeIn(query, "setOperations") !== undefined || numberIn(query, "commandType") === command.merge) return [];
  const returning = nodesIn(query, "returningList");
  const targets = returning.length > 0 ? returning : nodesIn(query, "targetList");
  return targets.filter((target) => textIn(target, "resjunk") === "false").map((target) => nodeIn(target, "expr"));
}

function isNonNull(expression: TreeNode | undefined, scope: Scope): boolean {
  if (expression === undefined) return false;
  const { catalog } = scope;
  const argumentsOf = (field = "args"): TreeNode[] => nodesIn(expression, field);
  switch (expression.type) {
    case "VAR":
      return variableIsNonNull(expression, scope);
    case "CONST":
      return textIn(expression, "constisnull") === "false";
    case "NULLTEST":
    case "BOOLEANTEST":
    case "ARRAYEXPR":
    case "GROUPINGFUNC":
      return true;
    case "AGGREF":
      return neverNullFunctions.has(numberIn(expression, "aggfnoid"));
    case "WINDOWFUNC":
      return neverNullFunctions.has(numberIn(expression, "winfnoid"));
    case "SUBLINK":
      return Object.values(sublink).includes(numberIn(expression, "subLinkType"));
    case "COALESCEEXPR":
      return argumentsOf().some((argument) => isNonNull(argument, scope));
    case "BOOLEXPR":
      return argumentsOf().every((argument) => isNonNull(argument, scope));
    case "FUNCEXPR":
      return catalog.isStrictCast(numberIn(expression, "funcid")) && isNonNull(argumentsOf()[0], scope);
    case "COERCEVIAIO":
    case "RELABELTYPE":
    case "COLLATEEXPR":
    case "COERCETODOMAIN":
      return isNonNull(nodeIn(expression, "arg"), scope);
    default:
      return false;
  }
}

function variableIsNonNull(variable: TreeNode, from: Scope): boolean {
  const scope = outerScope(from, numberIn(variable, "varlevelsup"));
  if (scope === undefined || isNulledByOuterJoin(variable) || isOldOrNew(variable)) return false;
  if (listIn(scope.query, "groupingSets").length > 0) return false;
  const entry = nodesIn(scope.query, "rtable")[numberIn(variable, "varno") - 1];
  const column = numberIn(variable, "varattno");
  if (entry === undefined || column < 1) return false;
  switch (numberIn(entry, "rtekind")) {
    case rangeTable.relation:
      return scope.catalog.columnIsNeverNull(numberIn(entry, "relid"), column);
    case rangeTable.subquery:
      return columnIsNonNull(nodeIn(entry, "subquery"), column, scope);
    case rangeTable.cte:
      return cteColumnIsNonNull(entry, column, scope);
    case rangeTable.group:
      return isNonNull(toNode(listIn(entry, "groupexprs")[column - 1]), scope);
    default:
      return false;
  }
}

/** The outer joins that can null the variable stand in it as `(b 3)`; `(b)` is none. */
function isNulledByOuterJoin(variable: TreeNode): boolean {
  const relations = variable.fields.get("varnullingrels");
  return !isList(relations) || relations.length !== 1;
}

/** RETURNING old.x and new.x: there is no old row in an INSERT, no new one in a DELETE. */
function isOldOrNew(variable: TreeNode): boolean {
  return (textIn(variable, "varreturningtype") ?? "0") !== "0";
}

function cteColumnIsNonNull(entry: TreeNode, column: number, from: Scope): boolean {
  const scope = outerScope(from, numberIn(entry, "ctelevelsup"));
  if (scope === undefined) return false;
  const name = textIn(entry, "ctename");
  const cte = nodesIn(scope.query, "cteList").find((candidate) => textIn(candidate, "ctename") === name);
  return columnIsNonNull(cte && nodeIn(cte, "ctequery"), column, scope);
}

function columnIsNonNull(query: TreeNode | undefined, column: number, outer: Scope): boolean {
  if (query === undefined) return false;
  return isNonNull(returnedExpressions(query)[column - 1], { query, outer, catalog: outer.catalog });
}

function outerScope(scope: Scope, levels: number): Scope | undefined {
  let found: Scope | undefined = scope;
  for (let level = 0; level < levels; level++) found = found?.outer;
  return found;
}
