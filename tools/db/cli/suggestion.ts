/** ` Did you mean "x"?` with what is written most alike, or nothing where nothing is. */
export function suggestion(written: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, distance: name.startsWith(written) ? 1 : distance(written, name) }))
    .filter((each) => each.distance <= Math.max(1, Math.floor(each.name.length / 2)))
    .toSorted((a, b) => a.distance - b.distance);
  return nearest === undefined ? "" : ` Did you mean "${nearest.name}"?`;
}

/** Levenshtein's distance: how many letters to change, add or take away. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
