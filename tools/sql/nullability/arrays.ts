import { constantHasNoNullElement } from "../constants.ts";
import { returnedColumns, sourceOf } from "../expression-source.ts";
import type { Source } from "../expression-source.ts";
import { nodeIn, nodesIn, numberIn, sublink, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { parameterNumber } from "../tree-search.ts";
import { fullArrays } from "./known-functions.ts";
import { argumentsOf } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** Whether no element of an array is NULL. */
export function arrayIsFull(array: TreeNode | undefined, scope: Scope): boolean {
  switch (array?.type) {
    case "ARRAYEXPR":
      return nodesIn(array, "elements").every((element) =>
        textIn(array, "multidims") === "true" ? arrayIsFull(element, scope) : scope.isNonNull(element),
      );
    case "CONST":
      return constantHasNoNullElement(array);
    case "SUBLINK":
      return numberIn(array, "subLinkType") === sublink.array && scope.columnIsNonNull(nodeIn(array, "subselect"), 0);
    case "AGGREF": {
      const isCollected = scope.catalog.function(numberIn(array, "aggfnoid"))?.builtIn?.name === "array_agg";
      return (
        isCollected &&
        argumentsOf(array)
          .slice(0, 1)
          .every((element) => scope.isNonNull(element))
      );
    }
    case "FUNCEXPR": {
      const known = scope.catalog.function(numberIn(array, "funcid"))?.builtIn;
      return known !== undefined && (fullArrays.includes(known.name) || fullArrays.includes(known.signature));
    }
    case "PARAM":
      return scope.parameters.elementsNeverNull.has(parameterNumber(array) ?? 0);
    case "RELABELTYPE":
      return arrayIsFull(nodeIn(array, "arg"), scope);
    default:
      return false;
  }
}

/** The same for a column of the result, followed to where its array is made. PostgreSQL promises it of no column of a table. */
export function elementsAreNonNull(source: Source, scopeOf: (source: Source) => Scope | undefined): boolean {
  const made = sourceOf(source);
  const { expression, queries } = made;
  switch (expression.type) {
    case "COALESCEEXPR":
      return nodesIn(expression, "args").every((argument) =>
        elementsAreNonNull({ expression: argument, queries }, scopeOf),
      );
    case "SUBLINK":
      if (numberIn(expression, "subLinkType") === sublink.scalar) {
        const query = nodeIn(expression, "subselect");
        const column = query && returnedColumns([...queries, query])[0];
        return column !== undefined && elementsAreNonNull(column, scopeOf);
      }
  }
  const scope = scopeOf(made);
  return scope !== undefined && arrayIsFull(expression, scope);
}
