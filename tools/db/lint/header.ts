import { isCode, lex } from "#tools/sql/lexer.ts";

/** `-- lint: allow <rule>: <reason>` */
export interface Allowance {
  readonly rule: string;
  readonly reason: string;
  readonly offset: number;
}

/** What the comment lines above the first statement say, and comments that say it in a wrong place or way. */
export interface Header {
  /** Where `-- migrate: no-transaction` stands. */
  readonly noTransactionAt: number | undefined;
  readonly allowances: readonly Allowance[];
  readonly misunderstood: readonly { readonly offset: number; readonly message: string; readonly hint: string }[];
}

const form = "Write -- lint: allow <rule>: <reason> above the first statement.";

/** Reads the header of a migration file. */
export function readHeader(text: string): Header {
  const tokens = lex(text);
  const firstStatement = tokens.find(isCode)?.offset ?? text.length;
  const allowances: Allowance[] = [];
  const misunderstood: { offset: number; message: string; hint: string }[] = [];
  let noTransactionAt: number | undefined;
  for (const { kind, text: comment, offset } of tokens) {
    if (kind !== "line comment" && kind !== "block comment") continue;
    const isHeader = offset < firstStatement;
    if (/squawk-ignore/.test(comment)) {
      misunderstood.push({ offset, message: "squawk's own comments give no reason.", hint: form });
    } else if (/^--\s*lint:/.test(comment)) {
      const { rule, reason = "" } =
        /^-- lint: allow (?<rule>[\w/-]+)(?::| )\s*(?<reason>.*)$/.exec(comment)?.groups ?? {};
      if (!isHeader) misunderstood.push({ offset, message: "This stands below the first statement.", hint: form });
      else if (rule === undefined || reason.trim() === "") {
        const message = `Expected a rule and the reason why it doesn't matter here, got "${comment.trim()}".`;
        misunderstood.push({ offset, message, hint: form });
      } else allowances.push({ rule, reason: reason.trim(), offset });
    } else if (isHeader && /^--\s*migrate:\s*no-transaction\s*$/.test(comment)) {
      noTransactionAt = offset;
    }
  }
  return { noTransactionAt, allowances, misunderstood };
}
