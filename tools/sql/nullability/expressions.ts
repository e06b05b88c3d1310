import { nodeIn, nodesIn, numberIn, sublink, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { parameterNumber } from "../tree-search.ts";
import { aggregateIsNonNull, windowFunctionIsNonNull } from "./aggregates.ts";
import { arrayIsFull } from "./arrays.ts";
import { whenNotTrue, whenTrue } from "./conditions.ts";
import { callIsNonNull, operatorIsTotal } from "./function-calls.ts";
import { alwaysHasRow } from "./row-counts.ts";
import { entryColumnIsNonNull } from "./range-table.ts";
import { returnedColumnIsNonNull } from "./returning.ts";
import { argumentsOf, outerScope, rangeTableEntry, targetRelation, unite } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { columnKey, nullingRelations, presentKey, valueKey } from "./variable-keys.ts";

const currentSchema = 14;
const jsonObject = 1;
const jsonArray = 2;
const sublinkColumn = 2;

/** Whether an expression has a value in each row of its query. What isn't known has none. */
export function expressionIsNonNull(expression: TreeNode, scope: Scope): boolean {
  return isNonNullByItself(expression, scope) || isNonNullByFact(expression, scope);
}

function isNonNullByFact(expression: TreeNode, scope: Scope): boolean {
  if (scope.facts.size === 0) return false;
  const key = valueKey(expression, scope);
  return key !== undefined && scope.facts.has(key);
}

function isNonNullByItself(expression: TreeNode, scope: Scope): boolean {
  const isNonNull = (part: TreeNode | undefined): boolean => scope.isNonNull(part);
  const args = argumentsOf(expression);
  switch (expression.type) {
    case "VAR":
      return variableIsNonNull(expression, scope);
    case "CONST":
      return textIn(expression, "constisnull") === "false";
    case "PARAM":
      return scope.parameters.neverNull.has(parameterNumber(expression) ?? 0);
    case "NULLTEST":
    case "BOOLEANTEST":
    case "DISTINCTEXPR":
    case "ARRAYEXPR":
    case "ROWEXPR":
    case "GROUPINGFUNC":
    case "MERGESUPPORTFUNC":
    case "NEXTVALUEEXPR":
      return true;
    case "SQLVALUEFUNCTION":
      return numberIn(expression, "op") !== currentSchema;
    case "COALESCEEXPR":
    case "MINMAXEXPR":
      return args.some(isNonNull);
    case "BOOLEXPR":
      return args.every(isNonNull);
    case "CASEEXPR":
      return caseIsNonNull(expression, scope);
    case "FUNCEXPR":
      return callIsNonNull(expression, scope);
    case "OPEXPR":
      return operatorIsTotal(expression, scope.catalog) && args.every(isNonNull);
    case "SCALARARRAYOPEXPR":
      return operatorIsTotal(expression, scope.catalog) && args.every(isNonNull) && arrayIsFull(args[1], scope);
    case "ROWCOMPAREEXPR":
      return [...nodesIn(expression, "largs"), ...nodesIn(expression, "rargs")].every(isNonNull);
    case "AGGREF":
      return aggregateIsNonNull(expression, scope);
    case "WINDOWFUNC":
      return windowFunctionIsNonNull(expression, scope);
    case "SUBLINK":
      return sublinkIsNonNull(expression, scope);
    case "SUBSCRIPTINGREF":
      return sliceIsNonNull(expression, scope);
    case "JSONCONSTRUCTOREXPR":
      return [jsonObject, jsonArray].includes(numberIn(expression, "type"));
    case "JSONISPREDICATE":
      return isNonNull(nodeIn(expression, "expr"));
    case "COERCETODOMAIN":
      return scope.catalog.domainIsNotNull(numberIn(expression, "resulttype")) || isNonNull(nodeIn(expression, "arg"));
    case "COERCEVIAIO":
    case "RELABELTYPE":
    case "COLLATEEXPR":
    case "ARRAYCOERCEEXPR":
    case "CONVERTROWTYPEEXPR":
    case "NAMEDARGEXPR":
      return isNonNull(nodeIn(expression, "arg"));
    default:
      return false;
  }
}

/** A column of FROM, or of the changed table: where it comes from, and in spite of outer joins. */
function variableIsNonNull(variable: TreeNode, from: Scope): boolean {
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

/** A WHEN is certain in its THEN, and not in what comes after it. */
function caseIsNonNull(expression: TreeNode, scope: Scope): boolean {
  const isSearched = nodeIn(expression, "arg") === undefined;
  let { facts } = scope;
  for (const arm of argumentsOf(expression)) {
    const condition = isSearched ? nodeIn(arm, "expr") : undefined;
    const inArm = scope.with({ facts: unite(facts, whenTrue(condition, scope)) });
    if (!inArm.isNonNull(nodeIn(arm, "result"))) return false;
    facts = unite(facts, whenNotTrue(condition, scope));
  }
  return scope.with({ facts }).isNonNull(nodeIn(expression, "defresult"));
}

function sublinkIsNonNull(expression: TreeNode, scope: Scope): boolean {
  const query = nodeIn(expression, "subselect");
  switch (numberIn(expression, "subLinkType")) {
    case sublink.exists:
    case sublink.array:
      return true;
    case sublink.scalar:
      return query !== undefined && alwaysHasRow(query) && scope.columnIsNonNull(query, 0);
    case sublink.any:
    case sublink.all:
      return comparisonIsNonNull(nodeIn(expression, "testexpr"), query, scope);
    default:
      return false;
  }
}

/** `x IN (SELECT ...)`: the columns of the subquery stand in the test as parameters, counted from 1. */
function comparisonIsNonNull(test: TreeNode | undefined, query: TreeNode | undefined, scope: Scope): boolean {
  if (test?.type === "BOOLEXPR") return argumentsOf(test).every((part) => comparisonIsNonNull(part, query, scope));
  if (test?.type !== "OPEXPR" || !operatorIsTotal(test, scope.catalog)) return false;
  return argumentsOf(test).every((side) =>
    side.type === "PARAM" && numberIn(side, "paramkind") === sublinkColumn
      ? scope.columnIsNonNull(query, numberIn(side, "paramid") - 1)
      : scope.isNonNull(side),
  );
}

/** `tags[1:2]` of an array is an array, an empty one where there is nothing; `tags[1]` may be NULL. */
function sliceIsNonNull(expression: TreeNode, scope: Scope): boolean {
  const isAssigned = nodeIn(expression, "refassgnexpr") !== undefined;
  const bounds = [...nodesIn(expression, "refupperindexpr"), ...nodesIn(expression, "reflowerindexpr")];
  const isSlice = nodesIn(expression, "reflowerindexpr").length > 0;
  return !isAssigned && isSlice && [nodeIn(expression, "refexpr"), ...bounds].every((part) => scope.isNonNull(part));
}
