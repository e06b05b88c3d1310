import { findNonNullColumns } from "../nullability.ts";
import { nodeIn, nodesIn, numberIn, sublink } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { placeOfExpression } from "../places.ts";
import type { Rule } from "./rule.ts";
import { findNodes } from "../tree-search.ts";
import type { Catalog } from "../catalog.ts";

/** NOT IN, and `<> ALL`, which is the same. */
export const nullableNotIn: Rule = {
  name: "nullable-not-in",
  reason: "one NULL among the subquery's rows, and NOT IN is never true",
  find: (subject) =>
    negatedSubqueries(subject.description.tree, subject.catalog).flatMap((found) => {
      const subquery = nodeIn(found, "subselect");
      if (
        subquery === undefined ||
        findNonNullColumns(subquery, subject.catalog, subject.knownParameters).every(Boolean)
      )
        return [];
      const message = "NOT IN over a subquery that may return NULL.";
      const hint = "Write NOT EXISTS (SELECT FROM ... WHERE ...), or leave NULL out with IS NOT NULL.";
      return [{ offset: placeOfExpression(subject, found), message, hint }];
    }),
};

function negatedSubqueries(tree: TreeNode, catalog: Catalog): TreeNode[] {
  const negated = findNodes(tree, "BOOLEXPR")
    .filter((node) => node.fields.get("boolop") === "not")
    .flatMap((node) => nodesIn(node, "args"))
    .filter((node) => node.type === "SUBLINK" && numberIn(node, "subLinkType") === sublink.any);
  const unequalToAll = findNodes(tree, "SUBLINK").filter((node) => {
    const test = nodeIn(node, "testexpr");
    const isAll = numberIn(node, "subLinkType") === sublink.all;
    return isAll && test !== undefined && catalog.operator(numberIn(test, "opno"))?.name === "<>";
  });
  return [...negated, ...unequalToAll];
}
