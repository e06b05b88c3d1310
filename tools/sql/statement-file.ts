import { parseHeaderLine } from "./header.ts";
import type { AllowLine, Kind, OrderLine, RowsLine } from "./header.ts";
import { isCode, lex, unclosedProblem } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import type { Override } from "./overrides.ts";
import type { Problem } from "./problem.ts";

export interface Order extends OrderLine {
  readonly offset: number;
}

export interface Allow extends AllowLine {
  readonly offset: number;
}

export interface Rows extends RowsLine {
  readonly offset: number;
}

/** A statement as its author wrote it. */
export interface SourceStatement {
  readonly name: string;
  readonly kind: Kind;
  /** Where its `-- name:` stands. */
  readonly offset: number;
  readonly documentation: readonly string[];
  readonly overrides: readonly Override[];
  readonly rows?: Rows | undefined;
  readonly orders: readonly Order[];
  /** The rules of vet that it may break. */
  readonly allows: readonly Allow[];
  /** From the first word to the last, comments among them, without the semicolon. */
  readonly body: readonly Token[];
}

/** Splits a `.sql` file into its statements. */
export function parseStatementFile(source: string): {
  readonly statements: readonly SourceStatement[];
  readonly problems: readonly Problem[];
} {
  const reader = new StatementReader();
  for (const token of lex(source)) reader.read(token);
  reader.end();
  return reader;
}

interface OpenStatement extends SourceStatement {
  readonly documentation: string[];
  readonly overrides: Override[];
  rows?: Rows | undefined;
  readonly orders: Order[];
  readonly allows: Allow[];
  readonly body: Token[];
}

class StatementReader {
  readonly statements: SourceStatement[] = [];
  readonly problems: Problem[] = [];
  /** The statement being read: its header while its body is empty. */
  #open: OpenStatement | undefined;
  /** A fault of the header is reported; its SQL is passed over, up to the semicolon. */
  #passOver = false;

  read(token: Token): void {
    if (token.kind === "line comment") this.#readComment(token);
    if (token.kind === "unclosed") this.#readUnclosed(token);
    else if (token.text === ";") this.#readSemicolon(token);
    else if (this.#open !== undefined && (this.#open.body.length > 0 || isCode(token))) this.#open.body.push(token);
    else if (isCode(token) && !this.#passOver) {
      this.#report(token, "This SQL has no header.", "Begin it with `-- name: findUser :maybe`.");
      this.#passOver = true;
    }
  }

  end(): void {
    const last = this.#open?.body.findLast(isCode);
    if (this.#open !== undefined && last !== undefined) {
      const offset = last.offset + last.text.length;
      this.problems.push({ offset, message: `${this.#open.name} doesn't end with a semicolon.` });
    } else if (this.#open !== undefined) {
      this.#report(this.#open, `${this.#open.name} has no SQL below its header.`);
    }
    this.#open = undefined;
    this.#passOver = false;
  }

  /** Nobody can say what belongs to the statement. */
  #readUnclosed(token: Token): void {
    this.problems.push(unclosedProblem(token));
    this.#open = undefined;
    this.#passOver = true;
  }

  #readSemicolon(token: Token): void {
    if (this.#open !== undefined && this.#open.body.length > 0) {
      this.statements.push(this.#open);
      this.#open = undefined;
    } else if (this.#open === undefined && !this.#passOver) {
      this.#report(token, "There is no statement before this semicolon.");
    }
    this.end();
  }

  #readComment(token: Token): void {
    const line = parseHeaderLine(token.text);
    const { offset } = token;
    if (line.type === "name") {
      this.end();
      if (this.statements.some(({ name }) => name === line.name)) {
        this.#report(token, `This file has another statement called ${line.name}.`);
      }
      this.#open = {
        name: line.name,
        kind: line.kind,
        offset,
        documentation: [],
        overrides: [],
        orders: [],
        allows: [],
        body: [],
      };
    } else if (line.type === "mistake" && line.of === "name") {
      this.end();
      this.#report(token, line.message, line.hint);
      this.#passOver = true;
    } else if (this.#open === undefined || this.#open.body.length > 0) {
      if (line.type === "documentation" || line.type === "mistake") return;
      const what = { override: "override", order: "order", allow: "permission", rows: "name of rows" }[line.type];
      this.#report(token, `This ${what} is not in a header.`, "Put it directly below the `-- name:` of its statement.");
    } else if (line.type === "documentation") {
      this.#open.documentation.push(line.text);
    } else if (line.type === "override") {
      this.#open.overrides.push({ ...line, offset });
    } else if (line.type === "rows") {
      if (this.#open.rows !== undefined) this.#report(token, "The header has another name for rows.");
      this.#open.rows = { ...line, offset };
    } else if (line.type === "order") {
      this.#open.orders.push({ ...line, offset });
    } else if (line.type === "allow") {
      this.#open.allows.push({ ...line, offset });
    } else {
      this.#report(token, line.message, line.hint);
    }
  }

  #report({ offset }: { readonly offset: number }, message: string, hint?: string): void {
    this.problems.push({ offset, message, hint });
  }
}
