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

/** Splits SQL text into tokens as PostgreSQL would, and finds `:name` parameters. */
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

/** The string, identifier or comment that the text never closes: everything after it is part of it. */
export function unclosedProblem(tokens: readonly Token[]): Problem | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== "unclosed") return undefined;
  const opening = /^(?:\/\*|\$\w*\$|[eEbBxX]'|.)/su.exec(last.text)?.[0] ?? "";
  return { offset: last.offset, message: `What ${opening} opens here is never closed.` };
}

/** Neither space nor comment. */
export function isCode({ kind }: Token): boolean {
  return kind !== "space" && kind !== "line comment" && kind !== "block comment";
}

function tokenAt(source: string, offset: number): Token {
  const token = (kind: TokenKind, text: string): Token => ({ kind, text, offset });
  if (source.startsWith("/*", offset)) {
    const end = endOfBlockComment(source, offset);
    return token(end === undefined ? "unclosed" : "block comment", source.slice(offset, end));
  }
  for (const [kind, opening, whole] of enclosed) {
    if (match(opening, source, offset) === undefined) continue;
    const text = match(whole, source, offset);
    return token(text === undefined ? "unclosed" : kind, text ?? source.slice(offset));
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
