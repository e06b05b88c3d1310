import { command, listIn, nodeIn, nodesIn, numberIn, rangeTable, textIn, toNode } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import { returnedTargets } from "./tree-search.ts";

/** An expression, and the queries it stands in: the outermost first, its own last. */
export interface Source {
  readonly expression: TreeNode;
  readonly queries: readonly TreeNode[];
}

/** A column of a query's result. */
export interface ReturnedColumn extends Source {
  readonly name: string;
}

/** What each column of the last query's result is computed from; nothing where a row may come from several places. */
export function returnedColumns(queries: readonly TreeNode[]): ReturnedColumn[] {
  const query = queries.at(-1);
  if (query === undefined || nodeIn(query, "setOperations") !== undefined) return [];
  if (numberIn(query, "commandType") === command.merge) return [];
  return returnedTargets(query).map((target) => ({ ...target, queries }));
}

/**
 * Follows variables through subqueries, common table expressions and grouping, and passes what only relabels a value:
 * the expression that the value is made by. A column of a table stays a variable.
 */
export function sourceOf(source: Source): Source {
  const { expression, queries } = source;
  switch (expression.type) {
    case "RELABELTYPE":
    case "COERCETODOMAIN":
    case "COLLATEEXPR":
    case "COERCEVIAIO": {
      const argument = nodeIn(expression, "arg");
      return argument === undefined ? source : sourceOf({ expression: argument, queries });
    }
    case "VAR": {
      const below = columnBehind(source);
      return below === undefined ? source : sourceOf(below);
    }
    default:
      return source;
  }
}

/** The table expression that a variable belongs to, and the queries down to the one whose FROM it stands in. */
export function rangeEntryOf({
  expression,
  queries,
}: Source): { entry: TreeNode; queries: readonly TreeNode[] } | undefined {
  const at = queries.slice(0, queries.length - (numberIn(expression, "varlevelsup") || 0));
  const query = at.at(-1);
  const entry = query && nodesIn(query, "rtable")[numberIn(expression, "varno") - 1];
  return entry === undefined ? undefined : { entry, queries: at };
}

/** The columns of a subquery or common table expression; undefined for another kind of table expression. */
export function columnsOfEntry(entry: TreeNode, queries: readonly TreeNode[]): ReturnedColumn[] | undefined {
  const below = queriesBehind(entry, queries);
  return below && returnedColumns(below);
}

/** The query that a subquery or common table expression is, as the last of those around it; undefined for anything else. */
export function queriesBehind(entry: TreeNode, queries: readonly TreeNode[]): readonly TreeNode[] | undefined {
  switch (numberIn(entry, "rtekind")) {
    case rangeTable.subquery: {
      const subquery = nodeIn(entry, "subquery");
      return subquery && [...queries, subquery];
    }
    case rangeTable.cte: {
      const at = queries.slice(0, queries.length - numberIn(entry, "ctelevelsup"));
      const name = textIn(entry, "ctename");
      const cte = nodesIn(at.at(-1) ?? entry, "cteList").find((candidate) => textIn(candidate, "ctename") === name);
      const query = cte && nodeIn(cte, "ctequery");
      return query && [...at, query];
    }
    default:
      return undefined;
  }
}

function columnBehind(source: Source): Source | undefined {
  const place = rangeEntryOf(source);
  const column = numberIn(source.expression, "varattno");
  if (place === undefined || column < 1) return undefined;
  const { entry, queries } = place;
  if (numberIn(entry, "rtekind") !== rangeTable.group) return columnsOfEntry(entry, queries)?.[column - 1];
  const expression = toNode(listIn(entry, "groupexprs")[column - 1]);
  return expression && { expression, queries };
}
