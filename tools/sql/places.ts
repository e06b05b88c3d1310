import { isCode } from "./lexer.ts";
import type { PositionalText } from "./positional-text.ts";
import type { TreeNode } from "./query-tree.ts";
import type { SourceStatement } from "./statement-file.ts";
import { childrenOf } from "./tree-search.ts";
import { numberIn } from "./query-tree.ts";

/** A statement as its author wrote it, and as PostgreSQL got it. */
export interface Written {
  readonly statement: SourceStatement;
  readonly positional: PositionalText;
}

/** Where an expression begins in the author's text; the header where the tree doesn't say. */
export function placeOfExpression({ statement, positional }: Written, expression: TreeNode): number {
  const location = startOf(expression);
  return location === undefined ? statement.offset : positional.offsetOfByte(location);
}

/** Where the leftmost part of an expression stands in the text, in bytes; undefined where nothing of it does. */
function startOf(expression: TreeNode): number | undefined {
  const own = numberIn(expression, "location");
  const below = childrenOf(expression).flatMap((child) => startOf(child) ?? []);
  return [...(own >= 0 ? [own] : []), ...below].toSorted((a, b) => a - b)[0];
}

/** Where the name of a table or function stands first in the author's text; the header where it can't be found. */
export function placeOfName(
  { statement }: Written,
  { schema, name }: { readonly schema: string; readonly name: string },
): number {
  const code = statement.body.filter(isCode);
  const is = (index: number, wanted: string): boolean => {
    const text = code[index]?.text ?? "";
    return text.startsWith('"') ? text === `"${wanted.replaceAll('"', '""')}"` : text.toLowerCase() === wanted;
  };
  const qualified = code.find((_, index) => is(index, schema) && is(index + 1, ".") && is(index + 2, name));
  return (qualified ?? code.find((_, index) => is(index, name)) ?? statement).offset;
}
