import { isCode } from "../lexer.ts";
import type { TreeNode } from "../query-tree.ts";
import type { Subject } from "./rule.ts";
import { startOf } from "../tree-search.ts";
import type { NamedObject } from "./vet-catalog.ts";

/** Where the name of a table or function stands first in the author's text; the header where it can't be found. */
export function placeOfName({ statement }: Subject, { schema, name }: NamedObject): number {
  const code = statement.body.filter(isCode);
  const is = (index: number, wanted: string): boolean => {
    const text = code[index]?.text ?? "";
    return text.startsWith('"') ? text === `"${wanted.replaceAll('"', '""')}"` : text.toLowerCase() === wanted;
  };
  const qualified = code.find((_, index) => is(index, schema) && is(index + 1, ".") && is(index + 2, name));
  return (qualified ?? code.find((_, index) => is(index, name)) ?? statement).offset;
}

/** Where an expression begins in the author's text; the header where the tree doesn't say. */
export function placeOfExpression(
  { statement, positional }: Pick<Subject, "statement" | "positional">,
  expression: TreeNode,
): number {
  const location = startOf(expression);
  return location === undefined ? statement.offset : positional.offsetOfByte(location);
}
