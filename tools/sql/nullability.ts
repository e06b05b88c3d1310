import type { Catalog } from "./catalog.ts";
import { whenNonNull } from "./nullability/conditions.ts";
import { expressionIsNonNull } from "./nullability/expressions.ts";
import { findFacts } from "./nullability/facts.ts";
import { rangeTableEntry, unite } from "./nullability/scope.ts";
import type { Scope } from "./nullability/scope.ts";
import { listIn, nodeIn, nodesIn, numberIn, textIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";

/**
 * For each column that the statement returns: is it certain to be non-null? What isn't certain is nullable.
 *
 * @param nullableParameters the positions of the parameters that may be NULL; without it all may
 */
export function findNonNullColumns(
  query: TreeNode,
  catalog: Catalog,
  nullableParameters?: ReadonlySet<number>,
): boolean[] {
  const scope = openStatement([query], catalog, nullableParameters);
  return returnedTargets(query).map((_, index) => scope !== undefined && outputIsNonNull(scope, index));
}

/**
 * Looks into a query as its SELECT list or RETURNING does.
 *
 * @param queries the queries it stands in, the outermost first, and itself
 */
export function openStatement(
  queries: readonly TreeNode[],
  catalog: Catalog,
  nullableParameters?: ReadonlySet<number>,
): Scope | undefined {
  const parameterIsNonNull = (position: number): boolean => nullableParameters?.has(position) === false;
  const around = { catalog, parameterIsNonNull, assumptions: new Map() };
  return queries.reduce<Scope | undefined>((outer, query) => openQuery(query, { ...around, outer }), undefined);
}

type Surroundings = Pick<Scope, "catalog" | "parameterIsNonNull" | "assumptions" | "outer">;

function openQuery(query: TreeNode, around: Surroundings, certain: readonly number[] = []): Scope {
  const plain = makeScope({ ...around, query, facts: new Map(), returning: false });
  const given = isRowByRow(query)
    ? unite(...certain.map((column) => whenNonNull(returnedTargets(query)[column], plain)))
    : new Map<string, number>();
  const facts = findFacts(plain.with({ facts: given }));
  return plain.with({ facts, returning: nodesIn(query, "returningList").length > 0 });
}

function makeScope(parts: Omit<Scope, "isNonNull" | "columnIsNonNull" | "with">): Scope {
  const { catalog, parameterIsNonNull } = parts;
  const scope: Scope = {
    ...parts,
    isNonNull: (expression) => expression !== undefined && expressionIsNonNull(expression, scope),
    columnIsNonNull: (query, column, certain) =>
      query !== undefined &&
      outputIsNonNull(
        openQuery(query, { catalog, parameterIsNonNull, assumptions: scope.assumptions, outer: scope }, certain),
        column,
      ),
    with: (change) => makeScope({ ...parts, ...change }),
  };
  return scope;
}

/** What each column of the result is computed from. */
function returnedTargets(query: TreeNode): (TreeNode | undefined)[] {
  const returning = nodesIn(query, "returningList");
  const targets = returning.length > 0 ? returning : nodesIn(query, "targetList");
  return targets.filter((target) => textIn(target, "resjunk") === "false").map((target) => nodeIn(target, "expr"));
}

function outputIsNonNull(scope: Scope, column: number): boolean {
  const operation = nodeIn(scope.query, "setOperations");
  return operation === undefined
    ? scope.isNonNull(returnedTargets(scope.query)[column])
    : setOperationIsNonNull(operation, column, scope);
}

const setOperation = { union: 1, intersect: 2 };

/** UNION has the rows of both sides, INTERSECT rows that are in both, EXCEPT rows of the left. */
function setOperationIsNonNull(operation: TreeNode, column: number, scope: Scope): boolean {
  if (operation.type === "RANGETBLREF") {
    const entry = rangeTableEntry(scope.query, numberIn(operation, "rtindex"));
    return scope.columnIsNonNull(entry && nodeIn(entry, "subquery"), column);
  }
  const side = (name: string): boolean => {
    const inside = nodeIn(operation, name);
    return inside !== undefined && setOperationIsNonNull(inside, column, scope);
  };
  switch (numberIn(operation, "op")) {
    case setOperation.union:
      return side("larg") && side("rarg");
    case setOperation.intersect:
      return side("larg") || side("rarg");
    default:
      return side("larg");
  }
}

/** Whether each row that a query returns is made from one row of its FROM, and from no others. */
function isRowByRow(query: TreeNode): boolean {
  const looksFurther = ["hasAggs", "hasWindowFuncs", "hasTargetSRFs"].some((flag) => textIn(query, flag) === "true");
  const isGrouped = ["groupClause", "groupingSets", "returningList"].some((field) => listIn(query, field).length > 0);
  return !looksFurther && !isGrouped && nodeIn(query, "setOperations") === undefined;
}
