import { scanSync } from "libpg-query";
import { lex } from "#tools/sql/lexer.ts";
import type { Token } from "#tools/sql/lexer.ts";

export type Comparison =
  | "agree"
  | "refused by PostgreSQL"
  | "refused by us"
  | "not comparable"
  | { readonly ours: string; readonly postgres: string };

/** Compares how the compiler and PostgreSQL's own scanner cut a text. libpg-query's module has to be loaded. */
export function compareWithPostgres(sql: string): Comparison {
  const tokens = lex(sql);
  const isUnclosed = tokens.at(-1)?.kind === "unclosed";
  const scanned = scan(sql);
  if (typeof scanned === "string") {
    // The other lexical errors, as in 1a, are PostgreSQL's to report when it is asked about the statement.
    if (isUnclosed || !scanned.includes("unterminat")) return "refused by PostgreSQL";
    return { ours: "closed", postgres: scanned };
  }
  // A parameter with a string right behind it: $1'a' is no SQL.
  if (/:(?:[ebx]|u&)['"]/i.test(sql)) return "refused by us";
  // Unlike PostgreSQL, libpg-query ends a string where a comment stands between its halves: it returns comments.
  if (/'\s*--[^\n]*\n(?:\s|--[^\n]*\n)*'/.test(sql)) return "not comparable";
  const ours = isUnclosed ? "unclosed" : describe(joinPieces(tokens, sql));
  const postgres = describe(scanned);
  return ours === postgres ? "agree" : { ours, postgres };
}

/** The text of a token and where it begins. */
interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** PostgreSQL's tokens, or the beginning of its error message, which libpg-query cuts off. */
function scan(sql: string): Piece[] | string {
  const bytes = Buffer.from(sql);
  try {
    return scanSync(sql).tokens.map(({ start, end }) => ({
      text: bytes.subarray(start, end).toString(),
      offset: bytes.subarray(0, start).toString().length,
    }));
  } catch (error) {
    return (error as Error).message;
  }
}

/** PostgreSQL takes U&'...' and the halves of a string on two lines as one token; the compiler needn't. */
function joinPieces(tokens: readonly Token[], sql: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { kind, text, offset } of tokens) {
    if (kind === "space") continue;
    const before = pieces.at(-1);
    const beforeThat = pieces.at(-2);
    const isQuoted = (kind === "string" && text.startsWith("'")) || kind === "quoted identifier";
    if (kind === "parameter") {
      pieces.push({ text: ":", offset }, { text: text.slice(1), offset: offset + 1 });
    } else if (
      isQuoted &&
      before?.text === "&" &&
      touches(before, offset) &&
      /^u$/i.test(beforeThat?.text ?? "") &&
      touches(beforeThat, offset - 1)
    ) {
      pieces.splice(-2, 2, { text: `${beforeThat?.text}&${text}`, offset: offset - 2 });
    } else if (kind === "string" && text.startsWith("'") && continues(pieces, offset, sql)) {
      const first = lastQuoted(pieces);
      const start = pieces[first]?.offset ?? 0;
      pieces.splice(first, pieces.length, { text: sql.slice(start, offset + text.length), offset: start });
    } else {
      pieces.push({ text, offset });
    }
  }
  return pieces;
}

function touches(piece: Piece | undefined, offset: number): boolean {
  return piece !== undefined && piece.offset + piece.text.length === offset;
}

/** Whether nothing but space with a line break, and line comments, parts the string at the offset from another. */
function continues(pieces: readonly Piece[], offset: number, sql: string): boolean {
  const first = pieces[lastQuoted(pieces)];
  if (first === undefined || !/^(?:[ebxn]|u&)?'/i.test(first.text)) return false;
  const between = sql.slice(first.offset + first.text.length, offset);
  return /^(?:[ \t\f\v]|--[^\n]*)*\n(?:[ \t\n\f\v]|--[^\n]*\n)*$/.test(between);
}

function lastQuoted(pieces: readonly Piece[]): number {
  return pieces.findLastIndex(({ text }) => !text.startsWith("--"));
}

const operator = /^[-+*/<>=~!@#%^&|`?:.,;()[\]{}\\]+$/;

/** Operators letter by letter: what PostgreSQL joins to one doesn't matter to the compiler. */
function describe(pieces: readonly Piece[]): string {
  return pieces
    .flatMap((piece) => (operator.test(piece.text) ? letters(piece) : [piece]))
    .map(({ text, offset }) => `${offset}:${JSON.stringify(text)}`)
    .join(" ");
}

function letters({ text, offset }: Piece): Piece[] {
  return [...text].map((letter, index) => ({ text: letter, offset: offset + index }));
}
