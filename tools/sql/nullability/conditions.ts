import { listIn, nodeIn, nodesIn, numberIn, rangeTable, sublink, textIn, toNode } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { argumentsOf, rangeTableEntry, unite, whereCondition } from "./scope.ts";
import type { Facts, Scope } from "./scope.ts";
import { columnKey, nullingRelations, presentKey, valueKey } from "./variable-keys.ts";

const none: Facts = new Map();
const isTest = { true: 0, false: 2, notUnknown: 5 };
const isNotNull = 1;

/**
 * What is certain in a row for which a condition is true.
 *
 * @param level how many queries further in than `scope` the condition stands; facts are about variables of `scope`
 */
export function whenTrue(condition: TreeNode | undefined, scope: Scope, level = 0): Facts {
  if (condition === undefined) return none;
  const args = argumentsOf(condition);
  switch (condition.type) {
    case "BOOLEXPR":
      if (textIn(condition, "boolop") === "not") return whenFalse(args[0], scope, level);
      return combine(
        textIn(condition, "boolop") === "and",
        args.map((part) => whenTrue(part, scope, level)),
      );
    case "NULLTEST":
      return numberIn(condition, "nulltesttype") === isNotNull ? whenNotNull(condition, scope, level) : none;
    case "BOOLEANTEST":
      return whenTested(condition, scope, level);
    case "SCALARARRAYOPEXPR":
      // `NULL = ALL ('{}')` is true; `NULL = ANY ('{}')` is not.
      return whenArrayDecides(condition, isTrue(condition, "useOr"), scope, level);
    case "SUBLINK":
      return whenSublinkIsTrue(condition, scope, level);
    case "ROWCOMPAREEXPR":
      // A later pair doesn't matter when an earlier one decides.
      return unite(
        whenNonNull(nodesIn(condition, "largs")[0], scope, level),
        whenNonNull(nodesIn(condition, "rargs")[0], scope, level),
      );
    case "DISTINCTEXPR":
      return none;
    default:
      return whenNonNull(condition, scope, level);
  }
}

/** What is certain in a row for which a condition is false, neither true nor NULL. */
function whenFalse(condition: TreeNode | undefined, scope: Scope, level = 0): Facts {
  if (condition === undefined) return none;
  const args = argumentsOf(condition);
  switch (condition.type) {
    case "BOOLEXPR":
      if (textIn(condition, "boolop") === "not") return whenTrue(args[0], scope, level);
      return combine(
        textIn(condition, "boolop") === "or",
        args.map((part) => whenFalse(part, scope, level)),
      );
    case "NULLTEST":
      return numberIn(condition, "nulltesttype") === isNotNull || isTrue(condition, "argisrow")
        ? none
        : whenNonNull(nodeIn(condition, "arg"), scope, level);
    case "DISTINCTEXPR":
      // Equal to a constant that isn't NULL.
      return args.some((other) => other.type === "CONST" && !isTrue(other, "constisnull"))
        ? unite(...args.map((other) => whenNonNull(other, scope, level)))
        : none;
    case "SCALARARRAYOPEXPR":
      return whenArrayDecides(condition, !isTrue(condition, "useOr"), scope, level);
    case "BOOLEANTEST":
    case "SUBLINK":
    case "ROWCOMPAREEXPR":
      return none;
    default:
      return whenNonNull(condition, scope, level);
  }
}

/** What is certain in a row for which a condition isn't true: false or NULL. */
export function whenNotTrue(condition: TreeNode | undefined, scope: Scope): Facts {
  if (condition === undefined) return none;
  if (condition.type === "NULLTEST") return whenFalse(condition, scope);
  const isOr = condition.type === "BOOLEXPR" && textIn(condition, "boolop") === "or";
  return isOr ? unite(...argumentsOf(condition).map((part) => whenNotTrue(part, scope))) : none;
}

/** `x = ANY (array)`, or ALL: x was compared, unless the array may have been empty. */
function whenArrayDecides(condition: TreeNode, someElement: boolean, scope: Scope, level: number): Facts {
  const array = argumentsOf(condition)[1];
  const compared = (someElement || hasElements(array)) && isStrictOperator(condition, scope);
  return compared ? whenNonNullArguments(condition, scope, level) : whenNonNull(array, scope, level);
}

/** What is certain in a row for which an expression isn't NULL. */
export function whenNonNull(expression: TreeNode | undefined, scope: Scope, level = 0): Facts {
  if (expression === undefined) return none;
  const facts = factsBelow(expression, scope, level);
  const key = level === 0 && expression.type !== "CONST" ? valueKey(expression, scope) : undefined;
  return key === undefined ? facts : unite(facts, new Map([[key, 0]]));
}

function factsBelow(expression: TreeNode, scope: Scope, level: number): Facts {
  const { catalog } = scope;
  switch (expression.type) {
    case "VAR":
      return numberIn(expression, "varlevelsup") === level ? whenVariableIsNonNull(expression, scope) : none;
    case "FUNCEXPR":
      if (isTrue(expression, "funcretset") || !catalog.function(numberIn(expression, "funcid"))?.strict) return none;
      return whenNonNullArguments(expression, scope, level);
    case "OPEXPR":
      return isStrictOperator(expression, scope) ? whenNonNullArguments(expression, scope, level) : none;
    case "NULLIFEXPR":
      return whenNonNull(argumentsOf(expression)[0], scope, level);
    case "BOOLEXPR":
      return textIn(expression, "boolop") === "not" ? whenNonNullArguments(expression, scope, level) : none;
    case "SUBSCRIPTINGREF":
      return nodeIn(expression, "refassgnexpr") === undefined
        ? whenNonNull(nodeIn(expression, "refexpr"), scope, level)
        : none;
    case "RELABELTYPE":
    case "COERCEVIAIO":
    case "COLLATEEXPR":
    case "ARRAYCOERCEEXPR":
    case "COERCETODOMAIN":
    case "FIELDSELECT":
      return whenNonNull(nodeIn(expression, "arg"), scope, level);
    default:
      return none;
  }
}

function isStrictOperator(expression: TreeNode, { catalog }: Scope): boolean {
  const operator = catalog.operator(numberIn(expression, "opno"));
  return operator !== undefined && catalog.function(operator.function)?.strict === true;
}

function whenNonNullArguments(expression: TreeNode, scope: Scope, level: number): Facts {
  return unite(...argumentsOf(expression).map((argument) => whenNonNull(argument, scope, level)));
}

/** A column behind an outer join that isn't NULL: the join has found a row, so that none of its side is nulled. */
function whenVariableIsNonNull(variable: TreeNode, scope: Scope): Facts {
  const { query } = scope;
  const relation = numberIn(variable, "varno");
  const nulling = nullingRelations(variable).filter((by) => isJoin(rangeTableEntry(query, by)));
  const facts = new Map(nulling.map((by) => [presentKey(query, by, relation), by]));
  facts.set(columnKey(variable, scope), relation);
  const entry = rangeTableEntry(query, relation);
  const column = numberIn(variable, "varattno") - 1;
  if (entry === undefined) return facts;
  const expressions = numberIn(entry, "rtekind") === rangeTable.group ? "groupexprs" : "joinaliasvars";
  return unite(facts, whenNonNull(toNode(listIn(entry, expressions)[column]), scope, 0));
}

function isJoin(entry: TreeNode | undefined): boolean {
  return entry !== undefined && numberIn(entry, "rtekind") === rangeTable.join;
}

/** `(a, b) IS NOT NULL` holds when each is non-null; `r IS NOT NULL` of a table's row when there is one, without NULL. */
function whenNotNull(test: TreeNode, scope: Scope, level: number): Facts {
  const tested = nodeIn(test, "arg");
  if (!isTrue(test, "argisrow") || tested?.type === "VAR") return whenNonNull(tested, scope, level);
  return tested?.type === "ROWEXPR" ? whenNonNullArguments(tested, scope, level) : none;
}

function whenTested(test: TreeNode, scope: Scope, level: number): Facts {
  const tested = nodeIn(test, "arg");
  switch (numberIn(test, "booltesttype")) {
    case isTest.true:
      return whenTrue(tested, scope, level);
    case isTest.false:
      return whenFalse(tested, scope, level);
    case isTest.notUnknown:
      return whenNonNull(tested, scope, level);
    default:
      return none;
  }
}

/** EXISTS and IN: the subquery has a row, for which its WHERE was true. */
function whenSublinkIsTrue(link: TreeNode, scope: Scope, level: number): Facts {
  const kind = numberIn(link, "subLinkType");
  const subquery = nodeIn(link, "subselect");
  if (subquery === undefined || (kind !== sublink.exists && kind !== sublink.any)) return none;
  const isPlain =
    !isTrue(subquery, "hasAggs") &&
    nodeIn(subquery, "setOperations") === undefined &&
    nodeIn(subquery, "havingQual") === undefined &&
    listIn(subquery, "groupingSets").length === 0;
  const inside = isPlain ? whenTrue(whereCondition(subquery), scope, level + 1) : none;
  return unite(inside, kind === sublink.any ? whenTrue(nodeIn(link, "testexpr"), scope, level) : none);
}

/** All hold (AND), or one of several (OR), of which only what is common to all is certain. */
function combine(allHold: boolean, parts: readonly Facts[]): Facts {
  if (allHold) return unite(...parts);
  const [first = none, ...others] = parts;
  return new Map([...first].filter(([key]) => others.every((other) => other.has(key))));
}

function hasElements(array: TreeNode | undefined): boolean {
  return array?.type === "ARRAYEXPR" && nodesIn(array, "elements").length > 0;
}

function isTrue(node: TreeNode, field: string): boolean {
  return textIn(node, field) === "true";
}
