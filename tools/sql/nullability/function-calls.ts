import type { Catalog } from "../catalog.ts";
import { constantText } from "../constants.ts";
import { isList, nodeIn, nodesIn, numberIn, textIn, toNode } from "../query-tree.ts";
import type { TreeNode, TreeValue } from "../query-tree.ts";
import { unnestedParameter } from "../tree-search.ts";
import { arrayIsFull } from "./arrays.ts";
import { decidedByFirst, fieldsOfInfinity, rowFunctions, totalFunctions, totalOperators } from "./known-functions.ts";
import { argumentsOf } from "./scope.ts";
import type { Scope } from "./scope.ts";

const total = new Set(totalFunctions);
const operators = new Set(totalOperators);

/** Whether a call is non-null in each row, in the SELECT list also one that makes rows. */
export function callIsNonNull(call: TreeNode, scope: Scope): boolean {
  const args = argumentsOf(call);
  const known = scope.catalog.function(numberIn(call, "funcid"));
  if (known?.builtIn === undefined) return false;
  const { name, signature } = known.builtIn;
  if (textIn(call, "funcretset") === "true") {
    return hasOneRowFunction(scope.query) && rowFunctionColumns(call, scope)[0] === true;
  }
  const deciding = decidedByFirst.get(name);
  if (deciding !== undefined) {
    // VARIADIC hands over an array, and NULL for it gives NULL.
    const count = textIn(call, "funcvariadic") === "true" ? args.length : deciding;
    return args.slice(0, count).every((argument) => scope.isNonNull(argument));
  }
  const isTotal = known.totalCast || total.has(name) || total.has(signature) || takesFieldOfInfinity(name, args);
  return isTotal && args.every((argument) => scope.isNonNull(argument));
}

/** Whether an operator is NULL only for NULL. */
export function operatorIsTotal(expression: TreeNode, catalog: Catalog): boolean {
  const operator = catalog.operator(numberIn(expression, "opno"));
  return operator?.regular === true && operators.has(operator.name);
}

function takesFieldOfInfinity(name: string, args: readonly TreeNode[]): boolean {
  if (name !== "extract" && name !== "date_part") return false;
  return args[0] !== undefined && fieldsOfInfinity.includes(constantText(args[0]) ?? "");
}

/** Which columns of a function that makes rows are non-null in each of them; none where that isn't known. */
function rowFunctionColumns(call: TreeNode, scope: Scope): readonly boolean[] {
  const known = scope.catalog.function(numberIn(call, "funcid"))?.builtIn;
  if (known === undefined) return [];
  if (known.signature === "unnest(anyarray)") return [arrayIsFull(argumentsOf(call)[0], scope)];
  return rowFunctions.get(known.name) ?? rowFunctions.get(known.signature) ?? [];
}

/** Whether a column of a function in FROM is non-null, counted from 0. */
export function functionColumnIsNonNull(entry: TreeNode, column: number, scope: Scope): boolean {
  const functions = nodesIn(entry, "functions");
  const width = functions.reduce((sum, of) => sum + numberIn(of, "funccolcount"), 0);
  if (column === width && textIn(entry, "funcordinality") === "true") return true;
  const calls = functions.flatMap((of) => nodeIn(of, "funcexpr") ?? []);
  const [call, ...others] = calls;
  if (call === undefined) return false;
  // ROWS FROM (a(), b()) pads the shorter one with NULL, but parameters inside one unnest(...) have one length.
  if (others.length > 0) {
    const isUnnest = calls.every((each) => unnestedParameter(each) !== undefined);
    return isUnnest && width === calls.length && arrayIsFull(argumentsOf(calls[column] ?? call)[0], scope);
  }
  if (textIn(call, "funcretset") === "true") return rowFunctionColumns(call, scope)[column] === true;
  return width === 1 && scope.isNonNull(call);
}

/** Whether a SELECT list has one function that makes rows. Several are advanced together, the shorter padded with NULL. */
function hasOneRowFunction(query: TreeNode): boolean {
  return countRowFunctions(query.fields.get("targetList")) === 1;
}

function countRowFunctions(value: TreeValue | undefined): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countRowFunctions(item), 0);
  const node = toNode(value);
  if (node === undefined || node.type === "QUERY") return 0;
  const own = textIn(node, "funcretset") === "true" || textIn(node, "opretset") === "true" ? 1 : 0;
  return [...node.fields.values()].reduce<number>((sum, field) => sum + countRowFunctions(field), own);
}
