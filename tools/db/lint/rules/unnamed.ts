import type { Constraint, Node } from "libpg-query";
import { findParts } from "../tree.ts";
import type { Rule } from "./rule.ts";

const named: Readonly<Partial<Record<string, string>>> = {
  CONSTR_CHECK: "check",
  CONSTR_UNIQUE: "key",
  CONSTR_EXCLUSION: "excl",
  CONSTR_FOREIGN: "fkey",
};

/** Primary keys and NOT NULL are exempt: PostgreSQL's names for them are predictable, and no code asks for them. */
export const unnamed: Rule = {
  name: "unnamed",
  reason: "the repositories and later migrations know constraints and indexes by their names",
  severity: "error",
  directions: ["up"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) => [
      ...findParts(node, "Constraint").flatMap((part) => {
        const { contype = "", conname, location } = part as Constraint;
        const suffix = named[contype];
        if (suffix === undefined || conname !== undefined) return [];
        const hint = `Write CONSTRAINT <table>_<what>_${suffix} before it.`;
        return [{ offset: file.offsetOf(location, offset), message: "This constraint has no name.", hint }];
      }),
      ...unnamedIndex(node).map((message) => ({ offset, message, hint: "Write CREATE INDEX <table>_<what>_idx ON …" })),
    ]),
};

function unnamedIndex(node: Node): string[] {
  return "IndexStmt" in node && node.IndexStmt.idxname === undefined ? ["This index has no name."] : [];
}
