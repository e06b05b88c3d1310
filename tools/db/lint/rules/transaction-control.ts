import { isTransactionControl } from "#infrastructure/shared/database/migrations/split-statements.ts";
import type { Rule } from "./rule.ts";

export const transactionControl: Rule = {
  name: "transaction-control",
  reason: "it ends the transaction that holds the file and its row of the history together",
  severity: "error",
  directions: ["up", "down"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) =>
      isTransactionControl(node)
        ? [
            {
              offset,
              message: "A migration neither begins nor ends a transaction.",
              hint: "Remove it: each file runs in one transaction. What is to be committed apart goes into a file of its own.",
            },
          ]
        : [],
    ),
};
