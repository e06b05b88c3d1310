import type { PositionalText } from "./positional-text.ts";
import { nodeIn, nodesIn, textIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import { startOf } from "./tree-search.ts";

/**
 * Where each column of the result begins in the author's text.
 *
 * @param elsewhere for what the tree has no place for
 */
export function columnPlaces(tree: TreeNode, positional: PositionalText, elsewhere: number): number[] {
  const returning = nodesIn(tree, "returningList");
  const targets = returning.length > 0 ? returning : nodesIn(tree, "targetList");
  return targets
    .filter((target) => textIn(target, "resjunk") === "false")
    .map((target) => {
      const expression = nodeIn(target, "expr");
      const location = expression && startOf(expression);
      return location === undefined ? elsewhere : positional.offsetOfByte(location);
    });
}
