import type { Catalog } from "../catalog.ts";
import { nodeIn, nodesIn, nodesOfList, numberIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";

/** A query that is being looked at, and what is certain about the rows that it makes. */
export interface Scope {
  readonly query: TreeNode;
  /** The query around it, whose columns it may use. */
  readonly outer: Scope | undefined;
  readonly catalog: Catalog;
  readonly facts: Facts;
  /** Whether expressions are looked at as RETURNING sees them: a plain column is of the new row. */
  readonly returning: boolean;
  /** Whether an expression is non-null in each row; false where that isn't certain. */
  isNonNull(expression: TreeNode | undefined): boolean;
  /** What is assumed of the columns of recursive common table expressions while it is put to the test. */
  readonly assumptions: ReadonlyMap<TreeNode, readonly boolean[]>;
  /**
   * Whether a column of a query inside this one is non-null, counted from 0.
   *
   * @param certain its columns that are known to be non-null in the rows that matter
   */
  columnIsNonNull(query: TreeNode | undefined, column: number, certain?: readonly number[]): boolean;
  readonly parameters: KnownParameters;
  /** The same query, looked at otherwise. */
  with(change: Partial<Pick<Scope, "facts" | "returning" | "assumptions">>): Scope;
}

/** What their types promise of parameters, by their positions. Arrays that one unnest(...) reads have one length. */
export interface KnownParameters {
  readonly neverNull: ReadonlySet<number>;
  readonly elementsNeverNull: ReadonlySet<number>;
}

/**
 * What is certain, by key, with the relation that each is about (0: none):
 *
 * - `column 2.3`: column 3 of relation 2 of the range table is non-null, unless an outer join nulls it
 * - `present 4.right`: outer join 4 doesn't null its right side
 * - `value {...}`: the expression is non-null
 */
export type Facts = ReadonlyMap<string, number>;

export function unite(...several: readonly Facts[]): Facts {
  return new Map(several.flatMap((facts) => [...facts]));
}

/** The scope that a variable of some levels up belongs to. */
export function outerScope(scope: Scope, levels: number): Scope | undefined {
  let found: Scope | undefined = scope;
  for (let level = 0; level < levels; level++) found = found?.outer;
  return found;
}

export function rangeTableEntry(query: TreeNode, index: number): TreeNode | undefined {
  return nodesIn(query, "rtable")[index - 1];
}

/** The relation that an INSERT, UPDATE, DELETE or MERGE changes; 0 in a SELECT. */
export function targetRelation(query: TreeNode): number {
  return numberIn(query, "resultRelation");
}

/** What stands in FROM: relations and joins, the joins with their parts inside. */
export function fromItems(query: TreeNode): TreeNode[] {
  const from = nodeIn(query, "jointree");
  return from === undefined ? [] : nodesIn(from, "fromlist");
}

export function whereCondition(query: TreeNode): TreeNode | undefined {
  const from = nodeIn(query, "jointree");
  return from && nodeIn(from, "quals");
}

/** The relations and joins of a part of FROM, by their numbers in the range table. */
export function relationsIn(item: TreeNode | undefined): number[] {
  if (item === undefined) return [];
  const below = [nodeIn(item, "larg"), nodeIn(item, "rarg")].flatMap(relationsIn);
  return [numberIn(item, "rtindex"), ...below];
}

/** The arguments of a function, operator or aggregate. */
export function argumentsOf(expression: TreeNode): TreeNode[] {
  return nodesOfList(expression.fields.get("args")).flatMap((argument) =>
    argument.type === "TARGETENTRY" ? (nodeIn(argument, "expr") ?? []) : argument,
  );
}
