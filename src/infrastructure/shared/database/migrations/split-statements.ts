import type { Node, ParseResult } from "libpg-query";

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
  const { stmts = [] } = await parseFile(sql).catch((error: unknown) => {
    throw new Error(`can't be split into statements: ${(error as Error).message}`, { cause: error });
  });
  // The parser counts bytes.
  const bytes = Buffer.from(sql);
  let [read, offset] = [0, 0];
  return stmts.map(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
    if (stmt && "TransactionStmt" in stmt) {
      throw new Error("holds BEGIN, COMMIT or the like: without a transaction each statement stands for itself");
    }
    if (stmt && "DiscardStmt" in stmt)
      throw new Error("holds DISCARD, which would end this instance's turn to migrate");
    offset += [...bytes.subarray(read, start).toString()].length;
    read = start;
    return {
      sql: bytes
        .subarray(start, length ? start + length : undefined)
        .toString()
        .trimEnd(),
      offset,
    };
  });
}

/**
 * Refuses a file that would end the transaction which holds it and its row of the history together.
 *
 * @throws Error, fit to follow the file's name
 */
export async function refuseTransactionControl(sql: string): Promise<void> {
  if (!/\b(begin|start|commit|end|rollback|abort|prepare)\b/i.test(sql)) return;
  // What can't be parsed fails in the server too, which tells the place.
  const { stmts = [] } = await parseFile(sql).catch(() => ({ stmts: [] }));
  if (stmts.some(({ stmt }) => stmt && isTransactionControl(stmt))) {
    throw new Error(
      "holds BEGIN, COMMIT or the like: a file is one transaction already, so remove them; " +
        "what is to be committed apart goes into a migration of its own",
    );
  }
}

/** Begins or ends a transaction; savepoints do neither. */
export function isTransactionControl(statement: Node): boolean {
  const inside = ["TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"];
  return "TransactionStmt" in statement && !inside.includes(statement.TransactionStmt.kind ?? "");
}

async function parseFile(sql: string): Promise<ParseResult> {
  // Only few files need it, and it takes longer to load than all else at a start.
  const { parse } = await import("libpg-query");
  return parse(sql);
}
