import type { Problem } from "./problem.ts";

export type TokenKind =
  | "space"
  | "line comment"
  | "block comment"
  | "string"
  | "quoted identifier"
  | "word"
  | "number"
  | "parameter"
  | "symbol"
  | "unclosed";

/** A piece of SQL text. The tokens of a text, joined, are the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

const word = String.raw`[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*`;

/** What PostgreSQL allows between two halves of one string: at least one line break. */
const continuation = String.raw`(?:[ \t\f\v]|--[^\n]*)*\n(?:[ \t\n\f\v]|--[^\n]*\n)*`;
const backslashString = String.raw`'(?:[^'\\]|\\.|'')*'(?!')`;

/** Tokens with an end that can be missing. */
const enclosed: readonly (readonly [kind: TokenKind, opening: RegExp, whole: RegExp])[] = [
  ["string", /[eE]'/y, new RegExp(`[eE]${backslashString}(?:${continuation}${backslashString})*`, "sy")],
  ["string", /[bBxX]'/y, /[bBxX]'[^']*'/y],
  ["string", /'/y, /'(?:[^']|'')*'(?!')/y],
  ["string", new RegExp(String.raw`\$(?:${word})?\$`, "y"), new RegExp(String.raw`(\$(?:${word})?\$).*?\1`, "sy")],
  ["quoted identifier", /"/y, /"(?:[^"]|"")*"(?!")/y],
];

/** In this order: the first that matches wins. */
const simple: readonly (readonly [kind: TokenKind, pattern: RegExp])[] = [
  ["space", /[ \t\n\r\f\v]+/y],
  ["line comment", /--[^\n]*/y],
  ["word", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ["symbol", /::|:=|\.\.|\$\d+/y],
  ["number", /(?:0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)/y],
  // As an identifier: a dollar is part of it, and refused later.
  ["parameter", /:[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ["symbol", /./suy],
];

/** The header of the next statement: a string or identifier that reaches over one was not closed where it should be. */
const nextHeader = /\n[ \t]*--[ \t]*name[ \t]*:/;

/**
 * Splits SQL text into tokens as PostgreSQL would, and finds `:name` parameters. What isn't closed goes to the header of
 * the next statement, or to the end of the text.
 */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < source.length) {
    const token = tokenAt(source, offset);
    tokens.push(token);
    offset += token.text.length;
  }
  return tokens;
}

/** What is wrong where a string, identifier or comment begins that isn't closed. */
export function unclosedProblem({ offset, text }: Token): Problem {
  const opening = /^(?:\/\*|\$\w*\$|[eEbBxX]'|.)/su.exec(text)?.[0] ?? "";
  return { offset, message: `What ${opening} opens here is never closed.` };
}

/** Neither space nor comment. */
export function isCode({ kind }: Token): boolean {
  return kind !== "space" && kind !== "line comment" && kind !== "block comment";
}

function tokenAt(source: string, offset: number): Token {
  const token = (kind: TokenKind, text: string): Token => ({ kind, text, offset });
  const unclosed = (): Token => token("unclosed", source.slice(offset).split(nextHeader, 1)[0] ?? "");
  if (source.startsWith("/*", offset)) {
    const end = endOfBlockComment(source, offset);
    return end === undefined ? unclosed() : token("block comment", source.slice(offset, end));
  }
  for (const [kind, opening, whole] of enclosed) {
    if (match(opening, source, offset) === undefined) continue;
    const text = match(whole, source, offset);
    return text === undefined || nextHeader.test(text) ? unclosed() : token(kind, text);
  }
  for (const [kind, pattern] of simple) {
    const text = match(pattern, source, offset);
    if (text !== undefined) return token(kind, text);
  }
  throw new Error(`No pattern matches at ${offset}, though the last one matches anything.`);
}

function match(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0];
}

/** Block comments nest in PostgreSQL. */
function endOfBlockComment(source: string, start: number): number | undefined {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(source); found !== null; found = mark.exec(source)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return undefined;
}
