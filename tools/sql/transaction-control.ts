import { isCode } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import type { Problem } from "./problem.ts";

const transactionWords = ["abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start"];
const sessionWords = ["discard", "deallocate", "listen", "load", "prepare", "reset", "set", "unlisten"];

/** A statement that changes more than rows: the connection isn't its own, and the next user would find it changed. */
export function findTransactionControl(body: readonly Token[]): Problem[] {
  const first = body.find(isCode);
  const verb = first?.text.toLowerCase() ?? "";
  const offset = first?.offset ?? 0;
  if (transactionWords.includes(verb)) {
    const message = `${verb.toUpperCase()} would end or change a transaction that isn't the statement's own.`;
    return [{ offset, message, hint: "Use DataSource.withTransaction." }];
  }
  if (sessionWords.includes(verb)) {
    const message = `${verb.toUpperCase()} would change the connection for whoever uses it next.`;
    return [
      {
        offset,
        message,
        hint: "Set it in the options of DataSource.withTransaction, or use a connection of your own.",
      },
    ];
  }
  return [];
}
