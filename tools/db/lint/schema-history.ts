import type { Constraint, IndexElem, Node, RangeVar } from "libpg-query";
import type { SqlFile } from "./sql-file.ts";
import { findParts, wordsOf } from "./tree.ts";

export interface Index {
  readonly name: string;
  /** Up to the first expression. */
  readonly columns: readonly string[];
  /** The condition of a partial index: the columns that it wants NOT NULL, or something else. */
  readonly condition: "none" | "other" | readonly string[];
}

export interface ForeignKey {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly file: string;
  readonly offset: number;
}

export interface Table {
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** The tables of a context by `schema.name`, as far as indexes and foreign keys go. */
export type Tables = ReadonlyMap<string, Table>;

const empty: Table = { indexes: [], foreignKeys: [] };

/** The tables after the file, given those before it. */
export function tablesAfter(before: Tables, file: SqlFile): Tables {
  const tables = new Map(before);
  for (const { node, offset } of file.statements) apply(tables, node, file, offset);
  return tables;
}

/** `schema.name` */
export function relationName(relation: RangeVar | undefined): string {
  return [relation?.schemaname, relation?.relname].filter(Boolean).join(".");
}

function apply(tables: Map<string, Table>, node: Node, file: SqlFile, offset: number): void {
  const change = (name: string, update: (table: Table) => Table) => tables.set(name, update(tables.get(name) ?? empty));
  const constrain = (name: string, constraint: Constraint, column?: string) =>
    change(name, (table) => withConstraint(table, name, constraint, column, file, offset));

  if ("CreateStmt" in node) {
    const name = relationName(node.CreateStmt.relation);
    tables.set(name, empty);
    for (const element of node.CreateStmt.tableElts ?? []) addElement(element, name, constrain);
  } else if ("IndexStmt" in node) {
    const { relation, idxname = "", indexParams = [], whereClause } = node.IndexStmt;
    change(relationName(relation), (table) => {
      const index = { name: idxname, columns: plainColumns(indexParams), condition: conditionOf(whereClause) };
      return { ...table, indexes: [...table.indexes, index] };
    });
  } else if ("AlterTableStmt" in node) {
    const name = relationName(node.AlterTableStmt.relation);
    for (const command of node.AlterTableStmt.cmds ?? []) {
      if (!("AlterTableCmd" in command)) continue;
      const { subtype, def, name: part = "" } = command.AlterTableCmd;
      if (def) addElement(def, name, constrain);
      if (subtype === "AT_DropConstraint") change(name, (table) => without(table, (thing) => thing.name === part));
      if (subtype === "AT_DropColumn") change(name, (table) => without(table, (thing) => thing.columns.includes(part)));
    }
  } else if ("DropStmt" in node) {
    for (const object of node.DropStmt.objects ?? []) {
      const words = wordsOf([object]);
      if (node.DropStmt.removeType === "OBJECT_TABLE") tables.delete(words.join("."));
      if (node.DropStmt.removeType !== "OBJECT_INDEX") continue;
      const index = words.at(-1);
      for (const [name, { indexes, foreignKeys }] of tables) {
        tables.set(name, { indexes: indexes.filter((candidate) => candidate.name !== index), foreignKeys });
      }
    }
  } else if ("RenameStmt" in node) {
    const { renameType, relation, subname = "", newname = "" } = node.RenameStmt;
    const name = relationName(relation);
    const table = tables.get(name);
    if (table === undefined) return;
    if (renameType === "OBJECT_COLUMN") tables.set(name, renamed(table, subname, newname));
    if (renameType !== "OBJECT_TABLE") return;
    tables.delete(name);
    const newName = [relation?.schemaname, newname].filter(Boolean).join(".");
    tables.set(newName, { ...table, foreignKeys: table.foreignKeys.map((key) => ({ ...key, table: newName })) });
  }
}

function addElement(
  element: Node,
  table: string,
  constrain: (table: string, constraint: Constraint, column?: string) => void,
): void {
  if ("Constraint" in element) constrain(table, element.Constraint);
  if (!("ColumnDef" in element)) return;
  for (const constraint of element.ColumnDef.constraints ?? []) {
    if ("Constraint" in constraint) constrain(table, constraint.Constraint, element.ColumnDef.colname);
  }
}

function withConstraint(
  table: Table,
  name: string,
  constraint: Constraint,
  column: string | undefined,
  file: SqlFile,
  otherwise: number,
): Table {
  const { contype, conname, indexname } = constraint;
  const own = column === undefined ? undefined : [column];
  const keyName = conname ?? "";
  if (contype === "CONSTR_FOREIGN") {
    const offset = file.offsetOf(constraint.location, otherwise);
    const columns = own ?? wordsOf(constraint.fk_attrs);
    const key = { name: keyName, table: name, columns, file: file.path, offset };
    return { ...table, foreignKeys: [...table.foreignKeys, key] };
  }
  if (contype !== "CONSTR_PRIMARY" && contype !== "CONSTR_UNIQUE") return table;
  if (indexname !== undefined) {
    // USING INDEX gives the index the constraint's name.
    const indexes = table.indexes.map((index) => (index.name === indexname ? { ...index, name: keyName } : index));
    return { ...table, indexes };
  }
  const index: Index = { name: keyName, columns: own ?? wordsOf(constraint.keys), condition: "none" };
  return { ...table, indexes: [...table.indexes, index] };
}

function plainColumns(params: readonly Node[]): string[] {
  const elements = params.map((param): IndexElem => ("IndexElem" in param ? param.IndexElem : {}));
  const end = elements.findIndex(({ name }) => name === undefined);
  return elements.slice(0, end < 0 ? undefined : end).map(({ name = "" }) => name);
}

function conditionOf(where: Node | undefined): Index["condition"] {
  if (where === undefined) return "none";
  if (!("NullTest" in where) || where.NullTest.nulltesttype !== "IS_NOT_NULL") return "other";
  return findParts(where.NullTest.arg, "ColumnRef").flatMap(({ fields }) => wordsOf(fields));
}

function without(table: Table, isGone: (thing: Index | ForeignKey) => boolean): Table {
  return {
    indexes: table.indexes.filter((index) => !isGone(index)),
    foreignKeys: table.foreignKeys.filter((key) => !isGone(key)),
  };
}

function renamed(table: Table, from: string, to: string): Table {
  const rename = <T extends Index | ForeignKey>(thing: T): T => ({
    ...thing,
    columns: thing.columns.map((column) => (column === from ? to : column)),
  });
  return { indexes: table.indexes.map(rename), foreignKeys: table.foreignKeys.map(rename) };
}
