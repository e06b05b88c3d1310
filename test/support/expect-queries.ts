import type { StatementLog } from "./statement-log.ts";

/** A test's database, as the fixture `db` gives it. */
interface Observed {
  readonly statements: StatementLog;
}

/** How many statements run on the database while `work` runs, those of requests that it sends among them. */
export async function queryCount(db: Observed, work: () => Promise<unknown>): Promise<number> {
  return (await observe(db, work)).names.length;
}

/**
 * Runs `work` and expects `count` statements on the database meanwhile. Catches a query per row (N+1), and, as an exact
 * number, a saving that is worth writing down.
 *
 * @returns what `work` returns
 * @throws Error that lists the statements by name when there were more or fewer; what `work` throws
 */
export async function expectQueries<T>(db: Observed, count: number, work: () => Promise<T>): Promise<T> {
  const { names, result } = await observe(db, work);
  if (names.length === count) return result;
  const times = Map.groupBy(names, (name) => name);
  const list = [...times].map(([name, calls]) => `  ${calls.length} × ${name}`).join("\n");
  const advice =
    names.length > count
      ? "Is one of them sent for each row? Read or write the rows together: with a join, = ANY or unnest."
      : "If it is meant to be so few, write the new number into the test.";
  throw new Error(
    `Expected the number of queries to be ${count}, but it was ${names.length}:\n${list || "  none"}\n${advice}`,
  );
}

async function observe<T>({ statements }: Observed, work: () => Promise<T>): Promise<{ names: string[]; result: T }> {
  const before = statements.names.length;
  const result = await work();
  return { names: statements.names.slice(before), result };
}
