import { isList, nodeIn, nodesIn, numberIn, textIn, toNode } from "../query-tree.ts";
import type { TreeNode, TreeValue } from "../query-tree.ts";
import { arrayIsFull } from "./arrays.ts";
import { rowFunctions } from "./known-functions.ts";
import { argumentsOf } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** Which columns of a function that makes rows are non-null in each of them; none where that isn't known. */
export function rowFunctionColumns(call: TreeNode, scope: Scope): readonly boolean[] {
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
  const [only, ...others] = functions;
  const call = only && nodeIn(only, "funcexpr");
  // ROWS FROM (a(), b()) pads the shorter one with NULL.
  if (call === undefined || others.length > 0) return false;
  if (textIn(call, "funcretset") === "true") return rowFunctionColumns(call, scope)[column] === true;
  return width === 1 && scope.isNonNull(call);
}

/** Whether a SELECT list has one function that makes rows. Several are advanced together, the shorter padded with NULL. */
export function hasOneRowFunction(query: TreeNode): boolean {
  return countRowFunctions(query.fields.get("targetList")) === 1;
}

function countRowFunctions(value: TreeValue | undefined): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countRowFunctions(item), 0);
  const node = toNode(value);
  if (node === undefined || node.type === "QUERY") return 0;
  const own = textIn(node, "funcretset") === "true" || textIn(node, "opretset") === "true" ? 1 : 0;
  return [...node.fields.values()].reduce<number>((sum, field) => sum + countRowFunctions(field), own);
}
