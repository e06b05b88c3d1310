/** A query, and for each of its columns whether it is non-null (`!`) or nullable (`?`), decided by hand. */
export type Case = readonly [sql: string, columns: string];
