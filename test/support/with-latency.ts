import { createDataSource, type PooledDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { type Proxy, startProxy } from "./proxy.ts";
import { StatementLog } from "./statement-log.ts";

/** A test's database as seen from far away. */
export interface DistantDatabase extends AsyncDisposable {
  readonly name: string;
  /** Leads through the proxy. */
  readonly url: string;
  readonly dataSource: PooledDataSource;
  readonly statements: StatementLog;
  /** Counts round trips, and cuts connections. */
  readonly proxy: Proxy;
}

/**
 * The same database behind a network: each answer of the server comes `milliseconds` later. For what is too fast on this
 * machine to be seen: `await using far = await withLatency(db, 20)`, which closes it at the end of the block.
 */
export async function withLatency(
  db: { readonly name: string; readonly url: string },
  milliseconds: number,
): Promise<DistantDatabase> {
  const proxy = await startProxy(db.url, milliseconds);
  const url = proxy.url(db.url);
  const statements = new StatementLog();
  const dataSource = createDataSource({ url, observer: statements });
  return {
    name: db.name,
    url,
    dataSource,
    statements,
    proxy,
    async [Symbol.asyncDispose]() {
      await dataSource.close(0);
      await proxy.close();
    },
  };
}
