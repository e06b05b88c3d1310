import type { Node, RangeVar } from "libpg-query";
import { relationName } from "../schema-history.ts";
import type { SqlFile } from "../sql-file.ts";
import { findParts, kindOf } from "../tree.ts";
import type { Part } from "../tree.ts";
import type { Rule } from "./rule.ts";

const notSchema = [
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "SelectStmt",
  "VariableSetStmt",
  "VariableShowStmt",
  "TransactionStmt",
  "CommentStmt",
  "DoStmt",
  "CallStmt",
  "ExplainStmt",
  "CopyStmt",
];

export const backfillWithDdl: Rule = {
  name: "backfill-with-ddl",
  reason: "the locks of the schema change are held until the last row is written",
  severity: "error",
  directions: ["up"],
  find: ({ file }) => {
    const changesSchema = file.statements.some(({ node }) => !notSchema.includes(kindOf(node)));
    if (!changesSchema) return [];
    const created = new Set(file.statements.flatMap(({ node }) => createdBy(node)));
    return file.statements.flatMap(({ node, offset }) =>
      writtenBy(node, file, offset)
        .filter(({ table }) => !created.has(table))
        .map((write) => ({
          offset: write.offset,
          message: `This writes rows of ${write.table}, which existed before, in a file that also changes the schema.`,
          hint: "Backfill in batches from the service or a script; for a few rows, in a migration of its own.",
        })),
    );
  },
};

function createdBy(node: Node): string[] {
  if ("CreateStmt" in node) return [relationName(node.CreateStmt.relation)];
  if ("CreateTableAsStmt" in node) return [relationName(node.CreateTableAsStmt.into?.rel)];
  return [];
}

function writtenBy(
  node: Node,
  file: SqlFile,
  otherwise: number,
): { readonly table: string; readonly offset: number }[] {
  const writes = [
    ...["UpdateStmt", "DeleteStmt", "MergeStmt"].flatMap((kind) => findParts(node, kind)),
    ...findParts(node, "InsertStmt").filter((insert) => !isOfValues(insert)),
  ];
  return writes.map((write) => {
    const relation = write["relation"] as RangeVar | undefined;
    const offset = file.offsetOf(relation?.location, otherwise);
    return { table: relationName(relation), offset };
  });
}

/** INSERT … VALUES writes as many rows as one sees. */
function isOfValues(insert: Part): boolean {
  const source = (insert["selectStmt"] as Part | undefined)?.["SelectStmt"] as Part | undefined;
  return source === undefined || source["valuesLists"] !== undefined;
}
