import type { Catalog } from "./catalog.ts";
import { rangeEntryOf, sourceOf } from "./expression-source.ts";
import type { Source } from "./expression-source.ts";
import { assignments } from "./nullable-parameters.ts";
import { withoutCasts } from "./tree-search.ts";
import { isList, nodeIn, nodesIn, numberIn, toNode } from "./query-tree.ts";
import type { TreeNode, TreeValue } from "./query-tree.ts";

/** What a statement does with its array parameters, by their positions. */
export interface ArrayParameters {
  /** Those inside unnest(...). */
  readonly unnested: ReadonlySet<number>;
  /** Those that one unnest(...) reads side by side: it would pad the shorter ones with NULL. */
  readonly sideBySide: readonly (readonly number[])[];
  /** Those whose elements may be NULL: assigned as a whole to a column, or unnested into a nullable one alone. */
  readonly elementsNullable: ReadonlySet<number>;
}

/** unnest(anyarray): a fixed number of PostgreSQL's own function. */
const unnest = 2331;

export function findArrayParameters(tree: TreeNode, catalog: Catalog): ArrayParameters {
  const unnested = new Set<number>();
  const sideBySide: number[][] = [];
  const nullable = new Set<number>();
  const required = new Set<number>();

  const visit = (value: TreeValue, queries: readonly TreeNode[]): void => {
    if (isList(value)) return value.forEach((member) => visit(member, queries));
    const node = toNode(value);
    if (node === undefined) return;
    const position = unnestedParameter(node);
    if (position !== undefined) unnested.add(position);
    const together = functionsOf(node).flatMap((call) => unnestedParameter(call) ?? []);
    if (together.length > 1) sideBySide.push(together);
    const within = node.type === "QUERY" ? [...queries, node] : queries;
    if (node.type === "QUERY") {
      for (const { position: assigned, acceptsNull } of assignedArrays(within, catalog)) {
        (acceptsNull ? nullable : required).add(assigned);
      }
    }
    for (const field of node.fields.values()) visit(field, within);
  };
  visit(tree, []);
  return { unnested, sideBySide, elementsNullable: nullable.difference(required) };
}

function assignedArrays(queries: readonly TreeNode[], catalog: Catalog): { position: number; acceptsNull: boolean }[] {
  const query = queries.at(-1);
  const target = query && nodesIn(query, "rtable")[numberIn(query, "resultRelation") - 1];
  if (query === undefined || target === undefined) return [];
  return assignments(query).flatMap((assignment) => {
    const expression = withoutCasts(nodeIn(assignment, "expr"));
    if (expression === undefined) return [];
    const whole = parameterIn(expression);
    if (whole !== undefined) return { position: whole, acceptsNull: true };
    const position = unnestedBehind({ expression, queries });
    const acceptsNull = catalog.column(numberIn(target, "relid"), numberIn(assignment, "resno"))?.acceptsNull === true;
    return position === undefined ? [] : { position, acceptsNull };
  });
}

/** The parameter whose elements an expression is: `unnest(:a)` itself, or a column of `FROM unnest(:a, :b)`. */
function unnestedBehind(source: Source): number | undefined {
  const { expression, queries } = sourceOf(source);
  const plain = withoutCasts(expression);
  if (plain === undefined) return undefined;
  if (plain !== expression) return unnestedBehind({ expression: plain, queries });
  if (plain.type !== "VAR") return unnestedParameter(plain);
  const place = rangeEntryOf({ expression: plain, queries });
  const call = place && functionsOf(place.entry)[numberIn(plain, "varattno") - 1];
  return call && unnestedParameter(call);
}

/** The calls of a table function, or of several in one ROWS FROM; none when one of them has several columns. */
function functionsOf(entry: TreeNode): TreeNode[] {
  const functions = nodesIn(entry, "functions");
  if (functions.some((call) => numberIn(call, "funccolcount") !== 1)) return [];
  return functions.flatMap((call) => nodeIn(call, "funcexpr") ?? []);
}

function unnestedParameter(call: TreeNode): number | undefined {
  if (call.type !== "FUNCEXPR" || numberIn(call, "funcid") !== unnest) return undefined;
  const argument = withoutCasts(nodesIn(call, "args")[0]);
  return argument && parameterIn(argument);
}

function parameterIn(expression: TreeNode): number | undefined {
  return expression.type === "PARAM" ? numberIn(expression, "paramid") : undefined;
}
