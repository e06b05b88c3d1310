import { isList, nodeIn, nodesIn, numberIn, toNode } from "./query-tree.ts";
import type { TreeNode, TreeValue } from "./query-tree.ts";

/** A node and what stands directly below it. */
export function childrenOf(node: TreeNode): TreeNode[] {
  const nodesOf = (value: TreeValue): TreeNode[] => {
    if (isList(value)) return value.flatMap(nodesOf);
    const child = toNode(value);
    return child === undefined ? [] : [child];
  };
  return [...node.fields.values()].flatMap(nodesOf);
}

/** Every node of a type, the root too if it is one, in the order of the tree. */
export function findNodes(root: TreeNode, type: string): TreeNode[] {
  const below = childrenOf(root).flatMap((child) => findNodes(child, type));
  return root.type === type ? [root, ...below] : below;
}

/** The conditions that all have to hold, where a tree says `a AND (b AND c)`. */
export function conjuncts(condition: TreeNode | undefined): TreeNode[] {
  if (condition === undefined) return [];
  const isAnd = condition.type === "BOOLEXPR" && condition.fields.get("boolop") === "and";
  return isAnd ? nodesIn(condition, "args").flatMap(conjuncts) : [condition];
}

/** What a cast is of; anything else as it is. */
export function withoutCasts(expression: TreeNode | undefined): TreeNode | undefined {
  switch (expression?.type) {
    case "RELABELTYPE":
    case "COERCEVIAIO":
    case "ARRAYCOERCEEXPR":
    case "COERCETODOMAIN":
    case "COLLATEEXPR":
      return withoutCasts(nodeIn(expression, "arg"));
    case "FUNCEXPR":
      // funcformat: 0 is a call, 1 and 2 are explicit and implicit casts.
      return [1, 2].includes(numberIn(expression, "funcformat"))
        ? withoutCasts(nodesIn(expression, "args")[0])
        : expression;
    default:
      return expression;
  }
}

/** The number of a statement's own parameter: `$1` is 1. Undefined for anything else. */
export function parameterNumber(expression: TreeNode | undefined): number | undefined {
  const plain = withoutCasts(expression);
  const isOwn = plain?.type === "PARAM" && numberIn(plain, "paramkind") === 0;
  return isOwn ? numberIn(plain, "paramid") : undefined;
}

/** Where the leftmost part of an expression stands in the text, in bytes; undefined where nothing of it does. */
export function startOf(expression: TreeNode): number | undefined {
  const own = numberIn(expression, "location");
  const below = childrenOf(expression).flatMap((child) => startOf(child) ?? []);
  return [...(own >= 0 ? [own] : []), ...below].toSorted((a, b) => a - b)[0];
}
