import type { Node } from "libpg-query";
import type { Rule } from "./rule.ts";

export const repeatedSchema: Rule = {
  name: "repeated-schema",
  reason: "the schema says it already: identity.users, not identity.identity_users",
  severity: "warning",
  directions: ["up"],
  find: ({ file }) =>
    file.statements.flatMap(({ node, offset }) => {
      const { name, location } = newRelation(node) ?? {};
      if (!name?.startsWith(`${file.context}_`)) return [];
      const message = `The name ${file.context}.${name} says its schema twice.`;
      return [
        { offset: file.offsetOf(location, offset), message, hint: `Name it ${name.slice(file.context.length + 1)}.` },
      ];
    }),
};

function newRelation(node: Node): { readonly name?: string; readonly location?: number } | undefined {
  if ("RenameStmt" in node && ["OBJECT_TABLE", "OBJECT_VIEW"].includes(node.RenameStmt.renameType ?? "")) {
    return node.RenameStmt.newname === undefined ? undefined : { name: node.RenameStmt.newname };
  }
  const relation =
    "CreateStmt" in node
      ? node.CreateStmt.relation
      : "ViewStmt" in node
        ? node.ViewStmt.view
        : "CreateTableAsStmt" in node
          ? node.CreateTableAsStmt.into?.rel
          : undefined;
  const { relname, location } = relation ?? {};
  return { ...(relname !== undefined && { name: relname }), ...(location !== undefined && { location }) };
}
