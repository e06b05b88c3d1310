import { returnedColumns, sourceOf } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { arrayIsFull } from "./nullability/arrays.ts";
import type { Scope } from "./nullability/scope.ts";
import { nodeIn, nodesIn, numberIn, sublink } from "./query-tree.ts";

/** Whether it is certain that no element of an array is NULL. PostgreSQL promises it of no column of a table. */
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
