/** Rows to page through. */
export interface Rows {
  readonly name: string;
  /** Makes a list of so many, in a migrated database, the same each time. See `rows.ts`. */
  readonly sql: (count: number) => string;
}

/** A list that comes in pages, and the rows to see that its last page costs what its first does. */
export interface List {
  readonly name: string;
  /** As OpenAPI names it. */
  readonly operation: string;
  /** With its filters. */
  readonly path: string;
  readonly rows: Rows;
  readonly role?: "admin";
  /** Statements that look at every row on every page, on purpose: a total. */
  readonly wholesale?: readonly string[];
}

/** What of a context answers with arrays. */
export interface ContextLists {
  readonly paged: readonly List[];
  /** The same through a filter. How many rows are passed over until a page is full is chance: only `bench:pages` reads them. */
  readonly filtered?: readonly List[];
  /** What answers with an array without pages, by its operation, and why it can't grow. */
  readonly bounded?: Readonly<Record<string, string>>;
}
