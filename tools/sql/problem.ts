/** A fault in a `.sql` file. */
export interface Problem {
  /** Where it is, as an offset into the file's text. */
  readonly offset: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** The fault of a `.sql` file that stands in no context's folder. */
export function describeMisplaced(path: string): string {
  return `${path}:1:1: Move this file into a context's folder: sql/<context>/<file>.sql.`;
}

/** The fault as `file:line:column: message`, with the line of source, a caret under the place, and the hint. */
export function describeProblem(file: string, source: string, { offset, message, hint }: Problem): string {
  const lineStart = source.slice(0, offset).lastIndexOf("\n") + 1;
  const lineEnd = source.indexOf("\n", offset);
  const line = source.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const lineNumber = source.slice(0, lineStart).split("\n").length;
  const indent = source.slice(lineStart, offset).replace(/[^\t]/gu, " ");
  return [
    `${file}:${lineNumber}:${offset - lineStart + 1}: ${message}`,
    `  ${line}`,
    `  ${indent}^`,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ].join("\n");
}
