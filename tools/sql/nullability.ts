import type { Catalog } from "./catalog.ts";
import { whenNonNull } from "./nullability/conditions.ts";
import { expressionIsNonNull } from "./nullability/expressions.ts";
import { findFacts } from "./nullability/facts.ts";
import { rangeTableEntry, unite } from "./nullability/scope.ts";
import type { KnownParameters, Scope } from "./nullability/scope.ts";
import { listIn, nodeIn, nodesIn, numberIn, textIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";
import { returnedTargets } from "./tree-search.ts";

/**
 * For each column that the statement returns: is it certain to be non-null? What isn't certain is nullable.
 *
 * @param parameters what their types promise; without it each may be NULL
 */
export function findNonNullColumns(query: TreeNode, catalog: Catalog, parameters?: KnownParameters): boolean[] {
  const scope = openStatement([query], catalog, parameters);
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
  parameters: KnownParameters = { neverNull: new Set(), elementsNeverNull: new Set() },
): Scope | undefined {
  const around = { catalog, parameters, assumptions: new Map() };
  return queries.reduce<Scope | undefined>((outer, query) => openQuery(query, { ...around, outer }), undefined);
}

type Surroundings = Pick<Scope, "catalog" | "parameters" | "assumptions" | "outer">;

function openQuery(query: TreeNode, around: Surroundings, certain: readonly number[] = []): Scope {
  const plain = makeScope({ ...around, query, facts: new Map(), returning: false });
  const given = isRowByRow(query)
    ? unite(...certain.map((column) => whenNonNull(returnedTargets(query)[column]?.expression, plain)))
    : new Map<string, number>();
  const facts = findFacts(plain.with({ facts: given }));
  return plain.with({ facts, returning: nodesIn(query, "returningList").length > 0 });
}

function makeScope(parts: Omit<Scope, "isNonNull" | "columnIsNonNull" | "with">): Scope {
  const { catalog, parameters } = parts;
  const scope: Scope = {
    ...parts,
    isNonNull: (expression) => expression !== undefined && expressionIsNonNull(expression, scope),
    columnIsNonNull: (query, column, certain) =>
      query !== undefined &&
      outputIsNonNull(
        openQuery(query, { catalog, parameters, assumptions: scope.assumptions, outer: scope }, certain),
        column,
      ),
    with: (change) => makeScope({ ...parts, ...change }),
  };
  return scope;
}

function outputIsNonNull(scope: Scope, column: number): boolean {
  const operation = nodeIn(scope.query, "setOperations");
  return operation === undefined
    ? scope.isNonNull(returnedTargets(scope.query)[column]?.expression)
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
