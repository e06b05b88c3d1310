/** A foreign key: `child` refers to `parent`. */
export interface Reference {
  readonly child: string;
  readonly parent: string;
}

/**
 * Tables in an order in which their rows can be deleted: children before those they refer to. The tables of one group
 * refer to each other in a circle, or are referred to from one: their rows must go in one statement, whose foreign keys
 * are checked at its end.
 */
export function childrenFirst(tables: readonly string[], references: readonly Reference[]): readonly string[][] {
  const groups: string[][] = [];
  const remaining = new Set(tables);
  while (remaining.size > 0) {
    const referredTo = new Set(
      references.filter(({ child, parent }) => child !== parent && remaining.has(child)).map(({ parent }) => parent),
    );
    const free = [...remaining].filter((table) => !referredTo.has(table));
    const next = free.length > 0 ? free.map((table) => [table]) : [[...remaining]];
    groups.push(...next);
    for (const table of next.flat()) remaining.delete(table);
  }
  return groups;
}
