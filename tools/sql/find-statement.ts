import { expandOrders } from "./orders.ts";
import type { SqlFile } from "./sql-files.ts";
import { parseStatementFile } from "./statement-file.ts";
import type { SourceStatement } from "./statement-file.ts";

/** A statement in one of its orders, by the name that the run time gives it. */
export interface NamedStatement {
  /** As in `identity/user.findUser`, or `catalog/product-search.searchProducts.newest`. */
  readonly name: string;
  readonly statement: SourceStatement;
}

/** Every statement of the files in each of its orders; files and headers with faults are passed over. */
export function listStatements(files: readonly SqlFile[]): NamedStatement[] {
  return files.flatMap((file) =>
    parseStatementFile(file.source).statements.flatMap((source) =>
      expandOrders(source).variants.map(({ order, statement }) => ({
        name: [`${file.context}/${file.name}.${statement.name}`, order].filter((part) => part !== undefined).join("."),
        statement,
      })),
    ),
  );
}

/**
 * The statement of a full name, or of any end of it that begins at a part: `findUser`, `user.findUser`.
 *
 * @throws Error that suggests names when there is none, or lists them when there are several
 */
export function findStatement(statements: readonly NamedStatement[], wanted: string): NamedStatement {
  const found = statements.filter(({ name }) => name === wanted || endsOf(name).includes(wanted));
  const exact = found.find(({ name }) => name === wanted) ?? (found.length === 1 ? found[0] : undefined);
  if (exact !== undefined) return exact;
  const list = (names: readonly string[]): string => names.map((name) => `\n  ${name}`).join("");
  if (found.length > 1) {
    const names = found.map(({ name }) => name);
    throw new Error(`There are ${names.length} statements called ${wanted}: say which.${list(names)}`);
  }
  const nearest = statements
    .map(({ name }) => ({ name, distance: Math.min(...endsOf(name).map((end) => distance(end, wanted))) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3);
  throw new Error(`There is no statement called ${wanted}. Did you mean:${list(nearest.map(({ name }) => name))}`);
}

/** `identity/user.findUser` also answers to `user.findUser` and `findUser`. */
function endsOf(name: string): string[] {
  return [...name.matchAll(/[/.]/g)].map(({ index }) => name.slice(index + 1)).concat(name);
}

/** Levenshtein's: how many letters have to be added, removed or changed. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (letter.toLowerCase() === right[j - 1]?.toLowerCase() ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
