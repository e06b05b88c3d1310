import { command, nodeIn, nodesIn, numberIn } from "../query-tree.ts";
import { placeOfName } from "../places.ts";
import type { Rule } from "./rule.ts";
import { findNodes } from "../tree-search.ts";

const verbs: ReadonlyMap<number, string> = new Map([
  [command.update, "UPDATE"],
  [command.delete, "DELETE"],
]);

/** Also inside a WITH, and with a constant for a condition, as in WHERE true. */
export const missingWhere: Rule = {
  name: "missing-where",
  reason: "an UPDATE or DELETE of a whole table is nearly always a forgotten condition",
  find: (subject) =>
    findNodes(subject.description.tree, "QUERY").flatMap((query) => {
      const verb = verbs.get(numberIn(query, "commandType"));
      const from = nodeIn(query, "jointree");
      const condition = from && nodeIn(from, "quals");
      if (verb === undefined || (condition !== undefined && condition.type !== "CONST")) return [];
      const target = nodesIn(query, "rtable")[numberIn(query, "resultRelation") - 1];
      const table = target && subject.catalog.relation(numberIn(target, "relid"));
      const offset = table === undefined ? subject.statement.offset : placeOfName(subject, table);
      return [{ offset, message: `This ${verb} has no WHERE: it touches every row.`, hint: "Say which rows." }];
    }),
};
