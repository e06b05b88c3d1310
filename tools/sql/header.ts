import { camelCase } from "#infrastructure/shared/database/types/types.ts";
import { overrideHint, parseOverrideLine } from "./overrides.ts";
import type { OverrideLine } from "./overrides.ts";

export const kinds = ["one", "maybe", "many", "exec", "stream"] as const;
export type Kind = (typeof kinds)[number];

/** One comment line of a header, understood. */
export type HeaderLine =
  | { readonly type: "name"; readonly name: string; readonly kind: Kind }
  | ({ readonly type: "override" } & OverrideLine)
  | ({ readonly type: "rows" } & RowsLine)
  | ({ readonly type: "order" } & OrderLine)
  | ({ readonly type: "allow" } & AllowLine)
  | { readonly type: "documentation"; readonly text: string }
  | { readonly type: "mistake"; readonly of: "name" | "other"; readonly message: string; readonly hint: string };

/** The parameters inside `unnest(...)` are the fields of the rows in one parameter of this name. */
export interface RowsLine {
  readonly rows: string;
}

/** One of the orders that a caller can choose, or the keyset condition that goes with it. */
export interface OrderLine {
  readonly clause: "order" | "after";
  readonly order: string;
  readonly sql: string;
  /** Where the SQL stands in the comment. */
  readonly index: number;
}

export interface AllowLine {
  readonly rule: string;
  readonly reason: string;
}

const nameHint = "Write `-- name: findUser :maybe`; the kinds are :one, :maybe, :many, :exec and :stream.";
const rowsHint = "Write `-- rows: items`, in camelCase.";
const orderHint =
  "Write `-- order newest: created_at DESC, id DESC`, or `-- after newest: (created_at, id) < (:at, :id)`.";
const allowHint = "Write `-- vet: allow select-star: why it is right here`.";
const unknownHint = `Directives are name, column, param, rows, order, after and vet. Begin a line of documentation with a capital letter.`;

/** Names that the generated file needs for itself, or that TypeScript refuses for a constant. */
const reserved = new Set([
  ...kinds,
  "byOrder",
  ...["arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete"],
  ...["do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements"],
  ...["import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public"],
  ...["return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void"],
  ...["while", "with", "yield"],
]);

/** A word in lower case and a colon, or one of our words however it is written. */
const looksLikeDirective = /^(?:@|[a-z_]+(?:\s+\w+)?\s*:(?:\s|$))/;
const looksMisspelt = /^(?:name|column|param|parameter|vet)s?\b[^:]*:(?:\s|$)/i;
const looksLikeOverride = /^(?:column|param)\s.*(?::|\b(?:null|nullable)$)/;

/** Understands a `--` comment. What looks like a directive and is none is a mistake, not documentation. */
export function parseHeaderLine(comment: string): HeaderLine {
  const text = comment.replace(/^--/, "").trim();
  if (/^name\s*:/.test(text)) return parseName(text);
  if (looksLikeOverride.test(text)) return parseOverride(text);
  if (/^(?:order|after)\s+\w+\s*:/.test(text)) return parseOrder(comment, text);
  if (/^vet\s*:/.test(text)) return parseAllow(text);
  if (/^rows\s*:/.test(text)) return parseRows(text);
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
  const line = parseOverrideLine(text);
  if (line === undefined) return mistake("other", `Expected an override: ${text}`, overrideHint);
  return { type: "override", ...line };
}

function parseRows(text: string): HeaderLine {
  const [, rows] = /^rows\s*:\s*([a-z][A-Za-z0-9]*)$/.exec(text) ?? [];
  return rows === undefined
    ? mistake("other", `Expected a name for the rows: ${text}`, rowsHint)
    : { type: "rows", rows };
}

function parseOrder(comment: string, text: string): HeaderLine {
  const [, clause, order, sql] = /^(order|after)\s+([a-z][A-Za-z0-9]*)\s*:\s*(.+)$/.exec(text) ?? [];
  if (order === undefined || sql === undefined) return mistake("other", `Expected an order: ${text}`, orderHint);
  return { type: "order", clause: clause === "after" ? "after" : "order", order, sql, index: comment.lastIndexOf(sql) };
}

function parseAllow(text: string): HeaderLine {
  const [, rule, reason] = /^vet\s*:\s*allow\s+([a-z-]+)\s*:\s*(\S.*)$/.exec(text) ?? [];
  if (rule === undefined || reason === undefined) {
    return mistake("other", `Expected a rule and the reason to allow it: ${text}`, allowHint);
  }
  return { type: "allow", rule, reason };
}

function mistake(of: "name" | "other", message: string, hint: string): HeaderLine {
  return { type: "mistake", of, message, hint };
}

function isKind(text: string | undefined): text is Kind {
  return kinds.some((kind) => kind === text);
}
