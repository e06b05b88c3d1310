import { command, isList, nodeIn, numberIn, textIn, toNode } from "../query-tree.ts";
import type { TreeNode, TreeValue } from "../query-tree.ts";
import { fromItems, outerScope, relationsIn, targetRelation } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** The outer joins, or the grouping, that can make NULL of a variable: they stand in it as `(b 3)`. */
export function nullingRelations(variable: TreeNode): number[] {
  const relations = variable.fields.get("varnullingrels");
  return isList(relations) ? relations.slice(1).map(Number) : [];
}

/** The key of the fact that a column is non-null where no outer join nulls it. `scope` is the variable's own. */
export function columnKey(variable: TreeNode, scope: Scope): string {
  const version = rowVersion(variable, scope);
  return `column ${numberIn(variable, "varno")}.${numberIn(variable, "varattno")}${version}`;
}

/** The columns of a relation, counted from 0, that are known to be non-null where no outer join nulls them. */
export function certainColumns(relation: number, scope: Scope): number[] {
  const beginning = `column ${relation}.`;
  return [...scope.facts.keys()]
    .filter((key) => key.startsWith(beginning))
    .map((key) => Number.parseInt(key.slice(beginning.length), 10) - 1);
}

/** The key of the fact that an outer join leaves the side of a relation as it is. */
export function presentKey(query: TreeNode, joinIndex: number, relation: number): string {
  const found = fromItems(query)
    .map((item) => findJoin(item, joinIndex))
    .find((item) => item !== undefined);
  const isLeft = found !== undefined && relationsIn(nodeIn(found, "larg")).includes(relation);
  return `present ${joinIndex}.${isLeft ? "left" : "right"}`;
}

function findJoin(item: TreeNode | undefined, index: number): TreeNode | undefined {
  if (item?.type !== "JOINEXPR") return undefined;
  if (numberIn(item, "rtindex") === index) return item;
  return findJoin(nodeIn(item, "larg"), index) ?? findJoin(nodeIn(item, "rarg"), index);
}

/** The key of the fact that an expression is non-null; undefined where it may have another value the next time. */
export function valueKey(expression: TreeNode, scope: Scope): string | undefined {
  return isRepeatable(expression, scope) ? `value ${write(expression, scope)}` : undefined;
}

const placeFields = new Set(["location", "varnosyn", "varattnosyn", "list_start", "list_end"]);

function write(value: TreeValue, scope: Scope): string {
  if (isList(value)) return `(${value.map((item) => write(item, scope)).join(" ")})`;
  const node = toNode(value);
  if (node === undefined) return typeof value === "string" ? value : "<>";
  const own = node.type === "VAR" ? outerScope(scope, numberIn(node, "varlevelsup")) : undefined;
  const fields = [...node.fields]
    .filter(([field]) => !placeFields.has(field) && (own === undefined || field !== "varreturningtype"))
    .map(([field, inner]) => `${field} ${write(inner, scope)}`);
  return `{${node.type} ${fields.join(" ")}${own === undefined ? "" : rowVersion(node, own)}}`;
}

function isRepeatable(value: TreeValue, scope: Scope): boolean {
  if (isList(value)) return value.every((item) => isRepeatable(item, scope));
  const node = toNode(value);
  if (node === undefined) return true;
  if (["SUBLINK", "WINDOWFUNC", "CASETESTEXPR", "COERCETODOMAINVALUE"].includes(node.type)) return false;
  // Numbered anew in each subquery, unless it is a parameter of the statement.
  if (node.type === "PARAM" && numberIn(node, "paramkind") !== 0) return false;
  const { catalog } = scope;
  const operator = node.fields.has("opno") ? catalog.operator(numberIn(node, "opno"))?.function : undefined;
  const called = operator ?? (node.fields.has("funcid") ? numberIn(node, "funcid") : undefined);
  if (called !== undefined && catalog.function(called)?.volatile !== false) return false;
  return [...node.fields.values()].every((inner) => isRepeatable(inner, scope));
}

/** The row that a column of the changed table is of: WHERE and SET see the old one, RETURNING of an UPDATE the new one. */
function rowVersion(variable: TreeNode, scope: Scope): string {
  const { query, returning } = scope;
  if (targetRelation(query) === 0 || numberIn(variable, "varno") !== targetRelation(query)) return "";
  const said = textIn(variable, "varreturningtype") ?? "0";
  if (said !== "0") return said === "1" ? " old" : " new";
  const kind = numberIn(query, "commandType");
  if (kind === command.delete) return " old";
  if (kind === command.update) return returning ? " new" : " old";
  return "";
}
