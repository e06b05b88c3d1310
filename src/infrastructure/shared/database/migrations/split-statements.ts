/** One statement of a file. */
export interface FileStatement {
  readonly sql: string;
  /** The characters, as PostgreSQL counts them, that stand before it in the file. */
  readonly offset: number;
}

/**
 * Splits a file into its statements with PostgreSQL's own parser.
 *
 * @throws Error, fit to follow the file's name, when it can't be parsed or holds BEGIN, COMMIT or the like
 */
export async function splitStatements(sql: string): Promise<FileStatement[]> {
  // Only few files need it, and it takes longer to load than all else at a start.
  const { parse } = await import("libpg-query");
  const { stmts = [] } = await parse(sql).catch((error: unknown) => {
    throw new Error(`can't be split into statements: ${(error as Error).message}`, { cause: error });
  });
  // The parser counts bytes.
  const bytes = Buffer.from(sql);
  return stmts.map(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
    if (stmt && "TransactionStmt" in stmt) {
      throw new Error("holds BEGIN, COMMIT or the like: without a transaction each statement stands for itself");
    }
    const text = bytes.subarray(start, length ? start + length : undefined).toString();
    return { sql: text.trimEnd(), offset: [...bytes.subarray(0, start).toString()].length };
  });
}
