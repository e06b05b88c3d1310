import { isList, nodeIn, nodesIn, numberIn, textIn, toNode } from "./query-tree.ts";
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

/** What each column of a query's result is computed from. */
export function returnedTargets(query: TreeNode): { readonly name: string; readonly expression: TreeNode }[] {
  const returning = nodesIn(query, "returningList");
  const targets = returning.length > 0 ? returning : nodesIn(query, "targetList");
  return targets.flatMap((target) => {
    const expression = nodeIn(target, "expr");
    if (expression === undefined || textIn(target, "resjunk") !== "false") return [];
    return [{ name: textIn(target, "resname") ?? "", expression }];
  });
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

/** unnest(anyarray): a fixed number of PostgreSQL's own function. */
const unnest = 2331;

/** The number of the parameter whose elements a call of unnest(...) gives. */
export function unnestedParameter(call: TreeNode): number | undefined {
  const isUnnest = call.type === "FUNCEXPR" && numberIn(call, "funcid") === unnest;
  return isUnnest ? parameterNumber(nodesIn(call, "args")[0]) : undefined;
}
