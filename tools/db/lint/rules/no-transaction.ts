import type { Node } from "libpg-query";
import { findParts } from "../tree.ts";
import type { Rule } from "./rule.ts";

export const missingNoTransaction: Rule = {
  name: "missing-no-transaction",
  reason: "PostgreSQL refuses this inside a transaction, and each file is run in one",
  severity: "error",
  directions: ["up", "down"],
  find: ({ file }) => {
    if (file.header.noTransactionAt !== undefined) return [];
    return file.statements
      .filter(({ node }) => refusesTransaction(node))
      .map(({ offset }) => ({
        offset,
        message: "This can't run inside a transaction.",
        hint: "Move it into a migration of its own, with -- migrate: no-transaction above it.",
      }));
  },
};

export const needlessNoTransaction: Rule = {
  name: "needless-no-transaction",
  reason: "without a transaction, a failure leaves half of the file behind",
  severity: "error",
  directions: ["up", "down"],
  find: ({ file: { header, statements } }) => {
    if (header.noTransactionAt === undefined || statements.some(({ node }) => refusesTransaction(node))) return [];
    const message = "Every statement of this file can run inside a transaction.";
    return [{ offset: header.noTransactionAt, message, hint: "Remove this line." }];
  },
};

/** CREATE INDEX CONCURRENTLY and the like. */
export function refusesTransaction(node: Node): boolean {
  if ("IndexStmt" in node) return node.IndexStmt.concurrent === true;
  if ("DropStmt" in node) return node.DropStmt.concurrent === true;
  if ("ReindexStmt" in node) {
    const isConcurrent = findParts(node.ReindexStmt.params, "DefElem").some(
      ({ defname }) => defname === "concurrently",
    );
    return isConcurrent || !["REINDEX_OBJECT_INDEX", "REINDEX_OBJECT_TABLE"].includes(node.ReindexStmt.kind ?? "");
  }
  if ("VacuumStmt" in node) return node.VacuumStmt.is_vacuumcmd === true;
  if ("AlterTableStmt" in node) {
    return findParts(node.AlterTableStmt.cmds, "PartitionCmd").some(({ concurrent }) => concurrent === true);
  }
  return ["CreatedbStmt", "DropdbStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt", "AlterSystemStmt"].some(
    (kind) => kind in node,
  );
}
