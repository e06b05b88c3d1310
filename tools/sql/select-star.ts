import { isCode } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import type { Problem } from "./problem.ts";

/** Finds each `*` and `table.*` that stands for columns: a new column would change the row without anybody asking. */
export function findSelectStars(body: readonly Token[]): Problem[] {
  const tokens = body.filter(isCode).map((token) => ({ ...token, text: token.text.toLowerCase() }));
  const textAt = (index: number): string => tokens[index]?.text ?? "";
  return tokens.flatMap((token, index) => {
    if (token.text !== "*") return [];
    let itemStart = index;
    while (textAt(itemStart - 1) === ".") itemStart -= 2;
    const before = textAt(itemStart - 1);
    const beginsItem = ["select", "all", "distinct", "returning", ","].includes(before);
    const followsDistinctOn = before === ")" && ["", ",", ")", "from"].includes(textAt(index + 1));
    const insideExists = textAt(itemStart - 2) === "(" && textAt(itemStart - 3) === "exists";
    if ((!beginsItem && !followsDistinctOn) || insideExists) return [];
    return [{ offset: token.offset, message: "`*` hides which columns a row has.", hint: "Name the columns." }];
  });
}
