import { migrationFolder } from "#test/infrastructure/shared/database/migrations/migration-folder.ts";
import { lint } from "#tools/db/lint/lint.ts";
import type { LintFinding } from "#tools/db/lint/lint.ts";

/** A migration that others build on: two tables with rows that are not to be locked for long. */
const base = `CREATE SCHEMA shop;
CREATE TABLE shop.customers (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.orders (id uuid PRIMARY KEY, customer_id uuid NOT NULL, note text, total numeric NOT NULL);
`;

/**
 * The findings in up files of the context `shop`, numbered from 0002 on; 0001 is `base`.
 *
 * @param downs the down file of the first ones; the others undo with a harmless statement
 */
export async function lintOf(ups: readonly string[], downs: readonly string[] = []): Promise<LintFinding[]> {
  const all = [base, ...ups];
  const files = all.flatMap((up, index) => {
    const path = `shop/000${index + 1}_step`;
    const down = downs[index - 1] ?? "SELECT 1;";
    return [
      [`${path}.up.sql`, up],
      [`${path}.down.sql`, down],
    ] as const;
  });
  const folder = migrationFolder(Object.fromEntries(files));
  try {
    return await lint({ directory: folder.directory, order: ["shop"] });
  } finally {
    folder.remove();
  }
}

/** The rules that the files break, each as often as it is broken, in the order of the findings. */
export async function brokenBy(...ups: readonly string[]): Promise<string[]> {
  return (await lintOf(ups)).map(({ rule }) => rule);
}
