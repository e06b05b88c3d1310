import { hasSqlDetails, loadModule, parseSync } from "libpg-query";
import type { Node } from "libpg-query";
import { isCode, lex } from "#tools/sql/lexer.ts";
import type { Problem } from "./finding.ts";
import { readHeader } from "./header.ts";
import type { Header } from "./header.ts";

/** A statement of a migration file. */
export interface ParsedStatement {
  readonly node: Node;
  /** Where its first word is, as an offset into the file's text. */
  readonly offset: number;
}

/** The up or the down file of a migration, as PostgreSQL's own parser reads it. */
export interface SqlFile {
  readonly path: string;
  readonly context: string;
  readonly direction: "up" | "down";
  readonly text: string;
  readonly header: Header;
  readonly statements: readonly ParsedStatement[];
  /** Why it can't be parsed; it has no statements then. */
  readonly syntaxError: Problem | undefined;
  /** Translates a place of the parser, which counts bytes. Undefined: `otherwise`. */
  readonly offsetOf: (byte: number | undefined, otherwise: number) => number;
}

/** Parses a migration file. */
export async function readSqlFile(file: Pick<SqlFile, "path" | "context" | "direction" | "text">): Promise<SqlFile> {
  await loadModule();
  const bytes = Buffer.from(file.text);
  const toOffset = (byte: number): number => bytes.subarray(0, byte).toString().length;
  const header = readHeader(file.text);
  const offsetOf = (byte: number | undefined, otherwise: number) => (byte === undefined ? otherwise : toOffset(byte));
  try {
    const starts = lex(file.text)
      .filter(isCode)
      .map(({ offset }) => offset);
    const statements = (parseSync(file.text).stmts ?? []).flatMap(({ stmt, stmt_location }) => {
      // The parser counts the space and the comments before a statement in.
      const from = toOffset(stmt_location ?? 0);
      return stmt === undefined ? [] : [{ node: stmt, offset: starts.find((start) => start >= from) ?? from }];
    });
    return { ...file, header, statements, syntaxError: undefined, offsetOf };
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    // Unlike the places in the tree, this one is counted in characters.
    const offset = [...file.text].slice(0, error.sqlDetails?.cursorPosition ?? 0).join("").length;
    const syntaxError = { offset, message: `PostgreSQL can't read this: ${error.message}.`, hint: "Mend the SQL." };
    return { ...file, header, statements: [], syntaxError, offsetOf };
  }
}
