import { join, listIn, nodeIn, nodesIn, numberIn, textIn } from "../query-tree.ts";
import type { TreeNode } from "../query-tree.ts";
import { whenTrue } from "./conditions.ts";
import { groupsHaveRows, itemHasRow, joinsAll } from "./row-counts.ts";
import { fromItems, relationsIn, unite, whereCondition } from "./scope.ts";
import type { Facts, Scope } from "./scope.ts";

/** What WHERE, JOIN ... ON and HAVING leave certain of the rows that a query makes. `scope` has what was certain before. */
export function findFacts(scope: Scope): Facts {
  const { query } = scope;
  const ofGroups = whenTrue(nodeIn(query, "havingQual"), scope);
  let facts = unite(scope.facts, whenTrue(whereCondition(query), scope), ofGroups);
  // A fact about one join may make another an inner one.
  for (let before = -1; before < facts.size;) {
    before = facts.size;
    facts = unite(facts, ...fromItems(query).map((item) => factsOfJoin(item, scope.with({ facts }))));
  }
  return makesRowOfNothing(query)
    ? unite(
        only(facts, (relation) => relation !== 0),
        ofGroups,
      )
    : facts;
}

/** What joins leave certain where their rows aren't nulled; `scope` has what is certain above them. */
function factsOfJoin(item: TreeNode | undefined, scope: Scope): Facts {
  if (item?.type !== "JOINEXPR") return new Map();
  const sides = { left: nodeIn(item, "larg"), right: nodeIn(item, "rarg") };
  const left = relationsIn(sides.left);
  const right = relationsIn(sides.right);
  const ofLeft = factsOfJoin(sides.left, scope);
  const ofRight = factsOfJoin(sides.right, scope);
  const ofCondition = whenTrue(nodeIn(item, "quals"), scope);

  const index = numberIn(item, "rtindex");
  const kind = numberIn(item, "jointype");
  const hasLeft = kind === join.inner || kind === join.left || scope.facts.has(`present ${index}.left`);
  const hasRight = kind === join.inner || kind === join.right || scope.facts.has(`present ${index}.right`);
  // A column of a side is only nulled together with the side. It is certain that the condition held once the other is there.
  return unite(
    certainSides(item, scope.query),
    hasLeft ? ofLeft : only(ofLeft, (relation) => left.includes(relation)),
    hasRight ? ofRight : only(ofRight, (relation) => right.includes(relation)),
    hasLeft && hasRight ? ofCondition : new Map(),
    hasLeft ? only(ofCondition, (relation) => right.includes(relation)) : new Map(),
    hasRight ? only(ofCondition, (relation) => left.includes(relation)) : new Map(),
  );
}

/** `LEFT JOIN LATERAL (SELECT count(*) ...) ON true` finds a row whatever happens, so that nothing is nulled. */
function certainSides(item: TreeNode, query: TreeNode): Facts {
  if (!joinsAll(item)) return new Map();
  const index = numberIn(item, "rtindex");
  const hasRow = (side: string): boolean => itemHasRow(nodeIn(item, side), query);
  return new Map([
    ...(hasRow("larg") ? [[`present ${index}.left`, index] as const] : []),
    ...(hasRow("rarg") ? [[`present ${index}.right`, index] as const] : []),
  ]);
}

/** An aggregate without GROUP BY gives a row also when no row satisfied WHERE. */
function makesRowOfNothing(query: TreeNode): boolean {
  const isGrouped = listIn(query, "groupingSets").length > 0 || nodesIn(query, "groupClause").length > 0;
  const isAggregate = textIn(query, "hasAggs") === "true" || nodeIn(query, "havingQual") !== undefined || isGrouped;
  return isAggregate && !groupsHaveRows(query);
}

function only(facts: Facts, holds: (relation: number) => boolean): Facts {
  return new Map([...facts].filter(([, relation]) => holds(relation)));
}
