import type { Node } from "libpg-query";

/** A part of a parse tree. */
export type Part = Readonly<Record<string, unknown>>;

/** All parts of a tree, itself included, outer ones first. */
export function* partsOf(value: unknown): Generator<Part> {
  if (Array.isArray(value)) {
    for (const element of value) yield* partsOf(element);
  } else if (isPart(value)) {
    yield value;
    for (const child of Object.values(value)) yield* partsOf(child);
  }
}

/** All parts of one kind, such as `UpdateStmt`. */
export function findParts(tree: unknown, kind: string): Part[] {
  return [...partsOf(tree)].flatMap((part) => {
    const found = part[kind];
    return isPart(found) ? [found] : [];
  });
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null;
}

/** What kind of statement or expression it is, such as `CreateStmt`. */
export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? "";
}

/** The words of a list of strings, such as `["identity", "users"]`. */
export function wordsOf(list: unknown): string[] {
  const nodes: unknown[] = Array.isArray(list) ? list : [];
  return nodes.flatMap((node) => findParts(node, "String").map((part) => String(part["sval"])));
}
