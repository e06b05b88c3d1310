import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import { isCode } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import type { Problem } from "./problem.ts";

/** A statement as PostgreSQL and the runtime get it. */
export interface PositionalText {
  /** With `$1`, `$2`, ... for its parameters, without comments. */
  readonly text: string;
  /** In the order of their positions. */
  readonly parameters: readonly NamedParameter[];
  readonly problems: readonly Problem[];
  /** A text of PostgreSQL's about this one, with `:name` for each `$n`. */
  readonly named: (text: string) => string;
  /** The offset in the source for a position that PostgreSQL reports: characters of `text`, counted from 1. */
  offsetOf(position: number): number;
  /** The same for a `location` of a query tree: bytes of `text` in UTF-8, counted from 0. */
  offsetOfByte(location: number): number;
}

export interface NamedParameter {
  /** As in the SQL, without the colon. */
  readonly name: string;
  /** Where it stands first. */
  readonly offset: number;
}

interface Piece {
  readonly start: number;
  readonly token: Token;
}

/** Turns each `:name` of a statement into `$n`; the same name is the same position. */
export function toPositionalText(body: readonly Token[]): PositionalText {
  const parameters: NamedParameter[] = [];
  const problems: Problem[] = [];
  const pieces: Piece[] = [];
  let text = "";
  let gap: Token[] = [];

  for (const [index, token] of body.entries()) {
    if (!isCode(token)) {
      gap.push(token);
      continue;
    }
    text += text === "" ? "" : spaceFor(gap);
    gap = [];
    pieces.push({ start: text.length, token });
    if (token.kind === "parameter") {
      const problem = parameterProblem(token, body[index - 1], parameters);
      if (problem !== undefined) problems.push(problem);
      text += `$${positionOf(token, parameters)}`;
    } else {
      if (/^\$\d/.test(token.text)) problems.push(positionalProblem(token));
      text += token.text;
    }
  }

  const offsetOfIndex = (index: number): number => {
    const piece = pieces.findLast(({ start }) => start <= index) ?? pieces[0];
    if (piece === undefined) return 0;
    const { kind, text: source, offset } = piece.token;
    return kind === "parameter" ? offset : offset + Math.min(index - piece.start, source.length);
  };
  const offsetOf = (position: number): number => offsetOfIndex([...text].slice(0, position - 1).join("").length);
  const offsetOfByte = (location: number): number =>
    offsetOfIndex(Buffer.from(text).subarray(0, location).toString().length);
  const named = (about: string): string =>
    about.replace(/\$(\d+)/g, (position, number: string) => {
      const parameter = parameters[Number(number) - 1];
      return parameter === undefined ? position : `:${parameter.name}`;
    });
  return { text, parameters, problems, named, offsetOf, offsetOfByte };
}

/** What is left between two tokens without their comments: one line break, and the indentation that follows it. */
function spaceFor(gap: readonly Token[]): string {
  const space = gap.map(({ kind, text }) => (kind === "space" ? text : "")).join("");
  if (space.includes("\n")) return space.slice(space.lastIndexOf("\n"));
  return gap.some(({ kind }) => kind === "block comment") ? " " : space;
}

function positionOf(token: Token, parameters: NamedParameter[]): number {
  const name = token.text.slice(1);
  const known = parameters.findIndex((parameter) => parameter.name === name);
  return known === -1 ? parameters.push({ name, offset: token.offset }) : known + 1;
}

function parameterProblem(
  { text, offset }: Token,
  before: Token | undefined,
  parameters: readonly NamedParameter[],
): Problem | undefined {
  const name = text.slice(1);
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    const snake = name.replace(/(?<=[^_])([A-Z])/g, "_$1").toLowerCase();
    return { offset, message: `The parameter ${text} isn't in snake_case.`, hint: `Write :${snake}.` };
  }
  if (before !== undefined && isCode(before) && /[\w"'$)\]\u0080-\uffff]$/.test(before.text)) {
    const hint = `In an array slice write ": ${name}" up to the column, ": ${text}" up to the parameter.`;
    return { offset, message: `Is ${text} a parameter, or the end of an array slice?`, hint };
  }
  const twin = parameters.find((other) => other.name !== name && camelCase(other.name) === camelCase(name));
  if (twin !== undefined) {
    return { offset, message: `The parameters :${twin.name} and ${text} both become ${camelCase(name)}: rename one.` };
  }
  return undefined;
}

function positionalProblem({ text, offset }: Token): Problem {
  return { offset, message: `${text} is a parameter without a name.`, hint: "Write a named one, as in :user_id." };
}
