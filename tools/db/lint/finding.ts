/** What is wrong with a migration file, and where. */
export interface LintFinding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** As in `-- lint: allow <rule>: <reason>`. */
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
  /** An error is a danger to the data or to a live service, a warning a habit. Both are to be mended or allowed. */
  readonly severity: "error" | "warning";
}

/** A finding before its file and place are worked out. */
export interface Problem {
  /** Where it is, as an offset into the file's text. */
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** Line and column of an offset, both from 1; the column counts characters, as an editor does. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: [...before.slice(lineStart)].length + 1 };
}
