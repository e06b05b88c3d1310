import {
  createDataSource,
  type DataSourceOptions,
  type PooledDataSource,
} from "#infrastructure/shared/database/postgres-data-source.ts";
import { test as base } from "./fixtures.ts";
import { type Proxy, startProxy } from "./proxy.ts";

/**
 * `test` for what the `DataSource` itself promises.
 *
 * - `connect(options)`: a `DataSource` on `emptyDatabase`, closed at the end
 * - `proxyTo(latency)`: a proxy in front of the server, closed at the end
 */
export const test = base
  .extend("connect", async ({ emptyDatabase }, { onCleanup }) => {
    const made: PooledDataSource[] = [];
    onCleanup(async () => void (await Promise.all(made.map((dataSource) => dataSource.close(0)))));
    return (options: Partial<DataSourceOptions> = {}): PooledDataSource => {
      const dataSource = createDataSource({ url: emptyDatabase.url, ...options });
      made.push(dataSource);
      return dataSource;
    };
  })
  .extend("proxyTo", async ({ emptyDatabase }, { onCleanup }) => {
    const made: Proxy[] = [];
    onCleanup(async () => void (await Promise.all(made.map((proxy) => proxy.close()))));
    return async (latency = 0): Promise<Proxy> => {
      const proxy = await startProxy(emptyDatabase.url, latency);
      made.push(proxy);
      return proxy;
    };
  });
