/**
 * A Markdown table with cells of equal width per column, as oxfmt writes it. A column that is empty in every row is
 * left out.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = header.map((_, column) => column === 0 || rows.some((row) => (row[column] ?? "") !== ""));
  const kept = [header, ...rows].map((row) => row.filter((_, column) => used[column]));
  const widths = (kept[0] ?? []).map((_, column) => Math.max(3, ...kept.map((row) => [...(row[column] ?? "")].length)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? "", width, fill)).join(" | ")} |`;
  const [first = [], ...rest] = kept;
  return [line(first, " "), line([], "-"), ...rest.map((row) => line(row, " "))].join("\n");
}

function pad(cell: string, width: number, fill: string): string {
  return cell + fill.repeat(Math.max(0, width - [...cell].length));
}

/** Code in a cell, on one line; nothing for an empty text. */
export function code(source: string): string {
  const line = source
    .replaceAll(/\s+/g, " ")
    .replaceAll("|", String.raw`\|`)
    .trim();
  if (line === "") return "";
  const fence = line.includes("`") ? "``" : "`";
  return line.includes("`") ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Prose in a cell, on one line. */
export function text(prose: string | null): string {
  return (prose ?? "")
    .replaceAll(/\s+/g, " ")
    .replaceAll("|", String.raw`\|`)
    .replaceAll("<", "&lt;")
    .trim();
}

/** A comment as a paragraph, where there is one. */
export function quote(comment: string | null): string[] {
  return comment === null ? [] : [comment.replaceAll("<", "&lt;").trim()];
}
