import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { run } from "./ad-hoc-statement.ts";
import { startProxy } from "./proxy.ts";

/** What a work has cost. */
export interface Cost {
  readonly roundTrips: number;
  /** By their names, `<file>.<statement>`, in the order in which they were sent. */
  readonly statements: readonly string[];
}

/** One open connection, which has prepared no statement yet, and what a work costs there. */
export async function measuredDataSource(db: { readonly url: string }) {
  // Held back, so that what is sent together isn't answered in between.
  const proxy = await startProxy(db.url, 5);
  let statements: string[] = [];
  const dataSource = createDataSource({
    url: proxy.url(db.url),
    size: 1,
    observer: {
      statementStarted(name) {
        statements.push(name.replace(/^\w+\//, ""));
        return () => undefined;
      },
      transactionRetried: () => undefined,
    },
  });
  await dataSource.withConnection((connection) => run(connection, "SELECT 1"));
  return {
    dataSource,
    async costOf(work: () => Promise<unknown>): Promise<Cost> {
      const before = proxy.roundTrips;
      statements = [];
      await work();
      return { roundTrips: proxy.roundTrips - before, statements };
    },
    async close(): Promise<void> {
      await dataSource.close();
      await proxy.close();
    },
  };
}
