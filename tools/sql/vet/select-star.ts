import { isCode } from "../lexer.ts";
import type { Rule } from "./rule.ts";

/** Finds each `*` and `table.*` that stands for columns. */
export const selectStar: Rule = {
  name: "select-star",
  reason: "a new column of the table would change the row without anybody asking",
  find: ({ statement }) => {
    const tokens = statement.body.filter(isCode).map((token) => ({ ...token, text: token.text.toLowerCase() }));
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
  },
};
