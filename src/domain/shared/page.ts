/** A part of a list, and from where it goes on. */
export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  /** Undefined on the last page. */
  readonly next: Cursor | undefined;
}

/**
 * The page at the beginning of what was found.
 *
 * @param found one more than `limit` where there are so many: that one tells that the list goes on
 * @param placeOf what the next page goes on behind: of the last item of this one
 */
export function toPage<Item, Cursor>(
  found: readonly Item[],
  limit: number,
  placeOf: (last: Item) => Cursor,
): Page<Item, Cursor> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? placeOf(last) : undefined };
}
