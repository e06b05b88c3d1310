import type { ForeignKey, Table, Tables } from "../schema-history.ts";
import type { Rule } from "./rule.ts";

/** A partial index serves only when its condition is that the referencing column is NOT NULL. */
export const foreignKeyIndex: Rule = {
  name: "foreign-key-without-index",
  reason: "each DELETE or change of key of a referenced row reads the whole referencing table",
  severity: "error",
  directions: ["up"],
  find: ({ file, before, after }) => {
    const known = new Set(withoutIndex(before).map(identityOf));
    return withoutIndex(after)
      .filter((key) => !known.has(identityOf(key)))
      .map((key) => ({
        offset: key.file === file.path ? key.offset : (file.statements[0]?.offset ?? 0),
        message: `No index on ${key.table} begins with ${key.columns.join(", ")}, so nothing serves its foreign key ${key.name}.`,
        hint:
          `CREATE INDEX … ON ${key.table} (${key.columns.join(", ")}), in this file for a new table; ` +
          "for one that has rows CONCURRENTLY in a file before it.",
      }));
  },
};

function withoutIndex(tables: Tables): ForeignKey[] {
  return [...tables.values()].flatMap((table) => table.foreignKeys.filter((key) => !isServed(key, table)));
}

function isServed({ columns }: ForeignKey, { indexes }: Table): boolean {
  return indexes.some((index) => {
    const { condition } = index;
    const isWhole =
      condition === "none" || (condition !== "other" && condition.every((column) => columns.includes(column)));
    const beginning = index.columns.slice(0, columns.length);
    return isWhole && beginning.length === columns.length && columns.every((column) => beginning.includes(column));
  });
}

function identityOf({ table, name, columns }: ForeignKey): string {
  return JSON.stringify([table, name, columns]);
}
