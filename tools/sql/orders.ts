import { isCode, lex } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import type { Problem } from "./problem.ts";
import type { Order, SourceStatement } from "./statement-file.ts";

/** A statement as it is in one of its orders. */
export interface Variant {
  /** Undefined for a statement that has but one. */
  readonly order: string | undefined;
  readonly statement: SourceStatement;
}

export interface Variants {
  readonly variants: readonly Variant[];
  readonly problems: readonly Problem[];
}

/** Tokens from `start` up to `end`. */
interface Region {
  readonly start: number;
  readonly end: number;
}

/**
 * The statement in each order of its header: there the body's own ORDER BY, and its keyset condition if it has one, give
 * way to those of the order. Each is to be compiled as a statement of its own.
 */
export function expandOrders(statement: SourceStatement): Variants {
  const orders = statement.orders.filter(({ clause }) => clause === "order");
  const afters = statement.orders.filter(({ clause }) => clause === "after");
  if (statement.orders.length === 0) return { variants: [{ order: undefined, statement }], problems: [] };
  const problems = headerProblems(statement, orders, afters);
  if (problems.length > 0) return { variants: [], problems };

  const orderBy = findOrderBy(statement.body);
  if (orderBy === undefined) {
    const message = `${statement.name} has orders in its header, but no ORDER BY of its own for them to replace.`;
    return refuse(orders[0], message, "Write one of them into the SQL too: it is what psql runs.");
  }
  const own = orders.find(({ sql }) => sameCode(lex(sql), statement.body.slice(orderBy.start, orderBy.end)));
  if (own === undefined) {
    const message = `The ORDER BY of ${statement.name} is none of its orders, so no caller could ever choose it.`;
    return refuse(statement.body[orderBy.start], message, "Make it one of those in the header, or add it to them.");
  }
  const ownAfter = afters.find(({ order }) => order === own.order);
  const keysets = ownAfter === undefined ? [] : findCode(statement.body, ownAfter.sql);
  if (ownAfter !== undefined && keysets.length !== 1) {
    const message = `Expected the condition of \`after ${own.order}\` once in the SQL, found it ${keysets.length} times.`;
    return refuse(ownAfter, message, "Write it into the SQL as it stands here: the other orders replace it.");
  }

  const variants = orders.map((order) => {
    const after = afters.find((candidate) => candidate.order === order.order);
    const replaced = after === undefined ? statement.body : replace(statement.body, keysets[0], after);
    return { order: order.order, statement: { ...statement, body: replace(replaced, findOrderBy(replaced), order) } };
  });
  return { variants: variants.map((variant) => withOwnOverrides(variant, variants)), problems: [] };
}

/** Without what the header says about a parameter that only other orders have. */
function withOwnOverrides({ order, statement }: Variant, variants: readonly Variant[]): Variant {
  const has = ({ statement: { body } }: Variant, name: string): boolean =>
    body.some(({ kind, text }) => kind === "parameter" && text === `:${name}`);
  const isForeign = (name: string): boolean =>
    !has({ order, statement }, name) && variants.some((variant) => has(variant, name));
  const overrides = statement.overrides.filter(({ target, name }) => target !== "param" || !isForeign(name));
  return { order, statement: { ...statement, overrides } };
}

function headerProblems(statement: SourceStatement, orders: readonly Order[], afters: readonly Order[]): Problem[] {
  if (statement.kind === "exec") {
    const [line] = statement.orders;
    return [{ offset: line?.offset ?? 0, message: `${statement.name} is :exec and returns no rows to order.` }];
  }
  const named = statement.body.find(({ kind, text }) => kind === "parameter" && text === ":order");
  if (named !== undefined) {
    const message = "The parameter :order is the caller's choice among the orders.";
    return [{ offset: named.offset, message, hint: "Rename this one." }];
  }
  const twins = [orders, afters].flatMap((lines) =>
    lines.filter(({ order }, index) => lines.findIndex((line) => line.order === order) < index),
  );
  const strangers = afters.filter(({ order }) => !orders.some((line) => line.order === order));
  const without = afters.length === 0 ? [] : orders.filter(({ order }) => !afters.some((line) => line.order === order));
  return [
    ...twins.map(({ clause, order, offset }) => ({
      offset,
      message: `The header has another \`${clause} ${order}\`.`,
    })),
    ...strangers.map(({ order, offset }) => ({ offset, message: `There is no order ${order} for this to follow.` })),
    ...without.map(({ order, offset }) => ({
      offset,
      message: `The order ${order} has no \`after ${order}\`, but another order has one.`,
      hint: "A page of one order can't begin where a row of another stands: give each its own.",
    })),
  ];
}

function refuse(place: { readonly offset: number } | undefined, message: string, hint?: string): Variants {
  return { variants: [], problems: [{ offset: place?.offset ?? 0, message, hint }] };
}

/** The expressions of the outermost ORDER BY, without the words themselves. */
function findOrderBy(body: readonly Token[]): Region | undefined {
  const code = topLevelCode(body);
  const by = code.findLastIndex(({ text }, at) => text === "by" && code[at - 1]?.text === "order");
  if (by === -1) return undefined;
  const next = code.findIndex(({ text }, at) => at > by && ["limit", "offset", "fetch", "for"].includes(text));
  const start = body.findIndex((token, index) => index > (code[by]?.index ?? 0) && isCode(token));
  const last = body.slice(0, next === -1 ? undefined : code[next]?.index).findLastIndex(isCode);
  return start === -1 || last < start ? undefined : { start, end: last + 1 };
}

function topLevelCode(body: readonly Token[]): { readonly text: string; readonly index: number }[] {
  let depth = 0;
  return body.flatMap((token, index) => {
    if (token.text === "(" || token.text === "[") depth++;
    if (token.text === ")" || token.text === "]") depth--;
    return depth === 0 && isCode(token) ? [{ text: token.text.toLowerCase(), index }] : [];
  });
}

function findCode(body: readonly Token[], sql: string): Region[] {
  const wanted = lex(sql).filter(isCode);
  const code = body.flatMap((token, index) => (isCode(token) ? [{ token, index }] : []));
  return code.flatMap((_, at) => {
    const found = code.slice(at, at + wanted.length);
    const matches = sameCode(
      found.map(({ token }) => token),
      wanted,
    );
    return matches ? [{ start: found[0]?.index ?? 0, end: (found.at(-1)?.index ?? 0) + 1 }] : [];
  });
}

function sameCode(left: readonly Token[], right: readonly Token[]): boolean {
  const [a, b] = [left, right].map((tokens) => tokens.filter(isCode).map(normalText));
  return a?.length === b?.length && a?.every((text, index) => text === b?.[index]) === true;
}

function normalText({ kind, text }: Token): string {
  return kind === "word" ? text.toLowerCase() : text;
}

/** The line's SQL in place of a region. Its tokens keep their place in the header, where their faults are shown. */
function replace(body: readonly Token[], region: Region | undefined, line: Order): readonly Token[] {
  if (region === undefined) return body;
  const tokens = lex(line.sql).map((token) => ({ ...token, offset: token.offset + line.offset + line.index }));
  return [...body.slice(0, region.start), ...tokens, ...body.slice(region.end)];
}
