import { nodeIn, nodesIn, numberIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { placeOfExpression } from "../places.ts";
import type { Rule } from "./rule.ts";
import { childrenOf, findNodes, parameterNumber } from "../tree-search.ts";

const comparisons = ["OPEXPR", "SCALARARRAYOPEXPR"];

/** Not where the statement itself tests the parameter for NULL beside the comparison, as optional filters do. */
export const nullableEquals: Rule = {
  name: "nullable-equals",
  reason: "a comparison with NULL is never true, so no row is ever found",
  find: (subject) => {
    const isEquality = (node: TreeNode): boolean =>
      comparisons.includes(node.type) &&
      ["=", "<>"].includes(subject.catalog.operator(numberIn(node, "opno"))?.name ?? "");

    const visit = (node: TreeNode, tested: ReadonlySet<number>): TreeNode[] => {
      const known = new Set([...tested, ...testedBy(node)]);
      const found = isEquality(node)
        ? nodesIn(node, "args").filter((side) => {
            const number = parameterNumber(side);
            return number !== undefined && subject.nullableParameters.has(number) && !known.has(number);
          })
        : [];
      return [...found, ...childrenOf(node).flatMap((child) => visit(child, known))];
    };
    return visit(subject.description.tree, new Set()).map((side) => {
      const name = subject.positional.parameters[(parameterNumber(side) ?? 0) - 1]?.name ?? "";
      const hint = `Write IS NOT DISTINCT FROM :${name}, or (:${name} IS NULL OR ... = :${name}) for an optional filter.`;
      return {
        offset: placeOfExpression(subject, side),
        message: `:${name} may be NULL, and equals nothing then.`,
        hint,
      };
    });
  },
};

/** The parameters that an AND, an OR or a CASE tests for NULL beside its other conditions. */
function testedBy(node: TreeNode): number[] {
  const tests =
    node.type === "CASEEXPR"
      ? nodesIn(node, "args").flatMap((when) => findNodes(nodeIn(when, "expr") ?? when, "NULLTEST"))
      : nodesIn(node, "args").flatMap(certainTests);
  const isBranching = node.type === "CASEEXPR" || node.type === "BOOLEXPR";
  return isBranching ? tests.flatMap((test) => parameterNumber(nodeIn(test, "arg")) ?? []) : [];
}

/** Not those inside an OR: it can be true whatever they say. */
function certainTests(condition: TreeNode): TreeNode[] {
  if (condition.type === "NULLTEST") return [condition];
  const isOr = condition.fields.get("boolop") === "or";
  return condition.type === "BOOLEXPR" && !isOr ? nodesIn(condition, "args").flatMap(certainTests) : [];
}
