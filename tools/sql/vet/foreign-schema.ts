import { numberIn, rangeTable } from "../query-tree.ts";
import { placeOfName } from "../places.ts";
import type { Rule } from "./rule.ts";
import { findNodes } from "../tree-search.ts";

/** Tables and views of the context's own schema; functions of that and of PostgreSQL itself. */
export const foreignSchema: Rule = {
  name: "foreign-schema",
  reason: "what stands in another context's schema is that context's to change",
  find: (subject) => {
    const { context, description, catalog } = subject;
    const relations = findNodes(description.tree, "RANGETBLENTRY")
      .filter((entry) => numberIn(entry, "rtekind") === rangeTable.relation)
      .flatMap((entry) => catalog.relation(numberIn(entry, "relid")) ?? [])
      .filter(({ schema }) => schema !== context);
    const functions = [
      ...findNodes(description.tree, "FUNCEXPR").map((node) => numberIn(node, "funcid")),
      ...findNodes(description.tree, "AGGREF").map((node) => numberIn(node, "aggfnoid")),
      ...findNodes(description.tree, "WINDOWFUNC").map((node) => numberIn(node, "winfnoid")),
    ]
      .flatMap((oid) => catalog.function(oid) ?? [])
      .filter(({ schema }) => schema !== context && schema !== "pg_catalog");
    return [...new Set([...relations, ...functions])].map((object) => ({
      offset: placeOfName(subject, object),
      message: `${object.schema}.${object.name} is not of this context: its schema is ${context}.`,
      hint: "Ask that context, or keep what it publishes in a table of your own.",
    }));
  },
};
