import type { Catalog } from "./catalog.ts";
import { rangeEntryOf, sourceOf } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { command, isList, listIn, nodeIn, nodesIn, numberIn, rangeTable, toNode } from "./query-tree.ts";
import type { TreeNode, TreeValue } from "./query-tree.ts";
import { parameterNumber, returnedTargets, unnestedParameter, withoutCasts } from "./tree-search.ts";

/** What a statement does with its parameters, by their positions. */
export interface ParameterUses {
  /**
   * Those for which NULL makes sense: tested for NULL, by IS DISTINCT FROM or IS TRUE, not the last of a COALESCE, or
   * assigned as they are to a nullable column; except when they are assigned to a NOT NULL column too.
   */
  readonly nullable: ReadonlySet<number>;
  /** Arrays inside unnest(...). */
  readonly unnested: ReadonlySet<number>;
  /** Arrays that one unnest(...) reads side by side: it would pad the shorter ones with NULL. */
  readonly sideBySide: readonly (readonly number[])[];
  /** Arrays whose elements may be NULL: assigned as a whole to a column, or unnested into a nullable one alone. */
  readonly elementsNullable: ReadonlySet<number>;
}

export function findParameterUses(tree: TreeNode, catalog: Catalog): ParameterUses {
  const values = { nullable: new Set<number>(), required: new Set<number>() };
  const elements = { nullable: new Set<number>(), required: new Set<number>() };
  const unnested = new Set<number>();
  const sideBySide: number[][] = [];

  const visitAssignments = (queries: readonly TreeNode[]): void => {
    for (const { acceptsNull, isCertain, ...source } of assignedExpressions(queries, catalog)) {
      const value = parameterNumber(source.expression);
      const array = unnestedBehind(source);
      const toColumn = acceptsNull ? "nullable" : "required";
      if (value !== undefined) {
        if (acceptsNull || isCertain) values[toColumn].add(value);
        elements.nullable.add(value);
      }
      if (array !== undefined) elements[toColumn].add(array);
    }
  };
  const visit = (value: TreeValue, queries: readonly TreeNode[]): void => {
    if (isList(value)) return value.forEach((member) => visit(member, queries));
    const node = toNode(value);
    if (node === undefined) return;
    const within = node.type === "QUERY" ? [...queries, node] : queries;
    if (node.type === "QUERY") visitAssignments(within);
    for (const tested of testedForNull(node)) {
      const position = parameterNumber(tested);
      if (position !== undefined) values.nullable.add(position);
    }
    const position = unnestedParameter(node);
    if (position !== undefined) unnested.add(position);
    const together = functionsOf(node).flatMap((call) => unnestedParameter(call) ?? []);
    if (together.length > 1) sideBySide.push(together);
    for (const field of node.fields.values()) visit(field, within);
  };
  visit(tree, []);
  return {
    nullable: values.nullable.difference(values.required),
    unnested,
    sideBySide,
    elementsNullable: elements.nullable.difference(elements.required),
  };
}

/** What an expression treats otherwise when it is NULL. The last of a COALESCE is what stands in for NULL. */
function testedForNull(node: TreeNode): TreeNode[] {
  switch (node.type) {
    case "NULLTEST":
    case "BOOLEANTEST": {
      const tested = nodeIn(node, "arg");
      if (tested === undefined) return [];
      return tested.type === "ROWEXPR" ? nodesIn(tested, "args") : [tested];
    }
    case "DISTINCTEXPR":
      return nodesIn(node, "args");
    case "COALESCEEXPR":
      return nodesIn(node, "args").slice(0, -1);
    default:
      return [];
  }
}

interface Assigned extends Source {
  readonly acceptsNull: boolean;
  /** In each row, not only in some. */
  readonly isCertain: boolean;
}

function assignedExpressions(queries: readonly TreeNode[], catalog: Catalog): Assigned[] {
  const query = queries.at(-1);
  const target = query && nodesIn(query, "rtable")[numberIn(query, "resultRelation") - 1];
  if (query === undefined || target === undefined) return [];
  return assignments(query).flatMap((assignment) => {
    const expression = nodeIn(assignment, "expr");
    const acceptsNull = columnAcceptsNull(numberIn(target, "relid"), numberIn(assignment, "resno"), catalog);
    return expression === undefined
      ? []
      : expressionsBehind({ expression, queries }).map((behind) => ({ ...behind, acceptsNull }));
  });
}

function assignments(query: TreeNode): TreeNode[] {
  const conflict = nodeIn(query, "onConflict");
  const onConflict = conflict === undefined ? [] : nodesIn(conflict, "onConflictSet");
  switch (numberIn(query, "commandType")) {
    case command.insert:
    case command.update:
      return [...nodesIn(query, "targetList"), ...onConflict];
    case command.merge:
      return nodesIn(query, "mergeActionList").flatMap((action) => nodesIn(action, "targetList"));
    default:
      return [];
  }
}

/** Of a view the column that it shows, if it is one. */
function columnAcceptsNull(relation: number, column: number, catalog: Catalog): boolean {
  const view = catalog.viewQuery(relation);
  if (view === undefined) return catalog.column(relation, column)?.acceptsNull === true;
  const shown = returnedTargets(view)[column - 1];
  const place = shown?.expression.type === "VAR" ? rangeEntryOf({ ...shown, queries: [view] }) : undefined;
  return (
    shown !== undefined &&
    place !== undefined &&
    columnAcceptsNull(numberIn(place.entry, "relid"), numberIn(shown.expression, "varattno"), catalog)
  );
}

/** The expressions whose values arrive unchanged: of each row of VALUES, of each arm of a CASE, the last of a COALESCE. */
function expressionsBehind(source: Source, isCertain = true): Omit<Assigned, "acceptsNull">[] {
  const { expression, queries } = sourceOf(source);
  const plain = withoutCasts(expression);
  if (plain === undefined) return [];
  if (plain !== expression) return expressionsBehind({ expression: plain, queries }, isCertain);
  const inSomeRows = (parts: readonly (TreeNode | undefined)[]) =>
    parts.flatMap((part) => (part === undefined ? [] : expressionsBehind({ expression: part, queries }, false)));
  switch (plain.type) {
    case "CASEEXPR":
      return inSomeRows([...nodesIn(plain, "args").map((arm) => nodeIn(arm, "result")), nodeIn(plain, "defresult")]);
    case "COALESCEEXPR":
      return inSomeRows(nodesIn(plain, "args").slice(-1));
    case "VAR": {
      const place = rangeEntryOf({ expression: plain, queries });
      if (place === undefined || numberIn(place.entry, "rtekind") !== rangeTable.values) break;
      const column = numberIn(plain, "varattno") - 1;
      return listIn(place.entry, "values_lists").flatMap((row) => {
        const value = isList(row) ? toNode(row[column]) : undefined;
        return value === undefined ? [] : expressionsBehind({ expression: value, queries: place.queries }, isCertain);
      });
    }
  }
  return [{ expression: plain, queries, isCertain }];
}

/** The parameter whose elements an expression is: `unnest(:a)` itself, or a column of `FROM unnest(:a, :b)`. */
function unnestedBehind(source: Source): number | undefined {
  const { expression, queries } = sourceOf(source);
  if (expression.type !== "VAR") return unnestedParameter(expression);
  const place = rangeEntryOf({ expression, queries });
  const call = place && functionsOf(place.entry)[numberIn(expression, "varattno") - 1];
  return call && unnestedParameter(call);
}

/** The calls of a table function, or of several in one ROWS FROM; none when one of them has several columns. */
function functionsOf(entry: TreeNode): TreeNode[] {
  const functions = nodesIn(entry, "functions");
  if (functions.some((call) => numberIn(call, "funccolcount") !== 1)) return [];
  return functions.flatMap((call) => nodeIn(call, "funcexpr") ?? []);
}
