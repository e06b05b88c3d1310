import type { Rule } from "./rule.ts";

export const sessionSetting: Rule = {
  name: "session-setting",
  reason: "it outlives the file and changes how the next ones are run",
  severity: "error",
  directions: ["up", "down"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) => {
      if (!("VariableSetStmt" in node)) return [];
      const { kind, name = "", is_local: isLocal } = node.VariableSetStmt;
      const isReset = kind === "VAR_RESET" || kind === "VAR_RESET_ALL" || kind === "VAR_SET_DEFAULT";
      if (isLocal || isReset || name === "TRANSACTION") return [];
      const message = `SET ${name} is for the whole session.`;
      return [{ offset, message, hint: `Write SET LOCAL: it ends with the file's transaction.` }];
    }),
};
