import { camelCase } from "#infrastructure/shared/database/types/types.ts";

export const kinds = ["one", "maybe", "many", "exec"] as const;
export type Kind = (typeof kinds)[number];

/** One comment line of a header, understood. */
export type HeaderLine =
  | { readonly type: "name"; readonly name: string; readonly kind: Kind }
  | ({ readonly type: "override" } & OverrideLine)
  | { readonly type: "documentation"; readonly text: string }
  | { readonly type: "mistake"; readonly of: "name" | "other"; readonly message: string; readonly hint: string };

export interface OverrideLine {
  readonly target: "column" | "param";
  /** The name as it stands in the SQL. */
  readonly name: string;
  readonly nullable: boolean;
}

const nameHint = "Write `-- name: findUser :maybe`; the kinds are :one, :maybe, :many and :exec.";
const overrideHint = "Write `-- column total: not null`, `-- column total: nullable`, or the same with `param`.";
const unknownHint = `Directives are name, column and param. Begin a line of documentation with a capital letter.`;

/** Names that the generated file needs for itself, or that TypeScript refuses for a constant. */
const reserved = new Set([
  ...kinds,
  ...["arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete"],
  ...["do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements"],
  ...["import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public"],
  ...["return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void"],
  ...["while", "with", "yield"],
]);

/** A word in lower case and a colon, or one of our words however it is written. */
const looksLikeDirective = /^(?:@|[a-z_]+(?:\s+\w+)?\s*:(?:\s|$))/;
const looksMisspelt = /^(?:name|column|param|parameter)s?\b[^:]*:(?:\s|$)/i;
const looksLikeOverride = /^(?:column|param)\s.*(?::|\b(?:null|nullable)$)/;

/** Understands a `--` comment. What looks like a directive and is none is a mistake, not documentation. */
export function parseHeaderLine(comment: string): HeaderLine {
  const text = comment.replace(/^--/, "").trim();
  if (/^name\s*:/.test(text)) return parseName(text);
  if (looksLikeOverride.test(text)) return parseOverride(text);
  if (looksLikeDirective.test(text) || looksMisspelt.test(text)) {
    return mistake("other", `Unknown directive: ${text}`, unknownHint);
  }
  return { type: "documentation", text };
}

function parseName(text: string): HeaderLine {
  const [, name = "", kind] = /^name\s*:\s*(\S+)\s+:(\S+)$/.exec(text) ?? [];
  if (!isKind(kind)) return mistake("name", `Expected a name and a kind: ${text}`, nameHint);
  if (/^[a-z][A-Za-z0-9]*$/.test(name) && !reserved.has(name)) return { type: "name", name, kind };
  const example = name.includes("_") ? camelCase(name) : "findUser";
  const hint = `It becomes a TypeScript constant: use camelCase, as in ${example}, and no word of the language.`;
  return mistake("name", `A statement can't be called ${name}.`, hint);
}

function parseOverride(text: string): HeaderLine {
  const [, target, name, value] = /^(column|param)\s+(\S.*?)\s*:\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || (value !== "not null" && value !== "nullable")) {
    return mistake("other", `Expected an override: ${text}`, overrideHint);
  }
  return { type: "override", target: target === "column" ? "column" : "param", name, nullable: value === "nullable" };
}

function mistake(of: "name" | "other", message: string, hint: string): HeaderLine {
  return { type: "mistake", of, message, hint };
}

function isKind(text: string | undefined): text is Kind {
  return kinds.some((kind) => kind === text);
}
