/** A part of a list, and from where it goes on. */
export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  /** Undefined on the last page. */
  readonly next: Cursor | undefined;
}
