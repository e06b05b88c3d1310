import { nodesIn, numberIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { placeOfExpression } from "../places.ts";
import type { Rule } from "./rule.ts";
import { childrenOf, findNodes } from "../tree-search.ts";
import type { Catalog } from "../catalog.ts";

const likes = ["~~", "~~*", "!~~", "!~~*"];
const joins = ["concat", "concat_ws", "format"];
const escapes = ["replace", "regexp_replace", "translate"];

export const unescapedLike: Rule = {
  name: "unescaped-like",
  reason: "% and _ in the text are wildcards: a search for 50% finds everything that begins with 50",
  find: (subject) =>
    findNodes(subject.description.tree, "OPEXPR").flatMap((node) => {
      const isLike = likes.includes(subject.catalog.operator(numberIn(node, "opno"))?.name ?? "");
      const pattern = nodesIn(node, "args")[1];
      if (!isLike || pattern === undefined || !isJoined(pattern, subject.catalog)) return [];
      return unescaped(pattern, subject.catalog)
        .slice(0, 1)
        .map((part) => ({
          offset: placeOfExpression(subject, part),
          message: "This text becomes part of a LIKE pattern, and is not escaped.",
          hint: String.raw`Write regexp_replace(:text, '([\\%_])', '\\\1', 'g'), or use strpos or starts_with.`,
        }));
    }),
};

function isJoined(pattern: TreeNode, catalog: Catalog): boolean {
  return (
    findNodes(pattern, "OPEXPR").some((node) => catalog.operator(numberIn(node, "opno"))?.name === "||") ||
    findNodes(pattern, "FUNCEXPR").some((node) => joins.includes(functionName(node, catalog)))
  );
}

/** Parameters and columns on which no escaping function is called. */
function unescaped(expression: TreeNode, catalog: Catalog): TreeNode[] {
  if (expression.type === "PARAM" || expression.type === "VAR") return [expression];
  if (expression.type === "FUNCEXPR") {
    const name = functionName(expression, catalog);
    if (escapes.includes(name) || name.includes("escape")) return [];
  }
  return childrenOf(expression).flatMap((child) => unescaped(child, catalog));
}

function functionName(node: TreeNode, catalog: Catalog): string {
  return catalog.function(numberIn(node, "funcid"))?.name ?? "";
}
