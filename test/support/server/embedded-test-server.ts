import { join } from "node:path";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { makeRunDirectory, sweepRunDirectories } from "#test/support/run-directory.ts";
import { copyCluster } from "./cluster-cache.ts";
import type { TestServer } from "./test-server.ts";

/** Starts a PostgreSQL for this run alone, in memory where there is enough, and removes those of killed runs. */
export async function startEmbeddedTestServer(): Promise<TestServer> {
  await sweepRunDirectories();
  const directory = await makeRunDirectory();
  await copyCluster(join(directory.path, "postgres"));
  const server = await startEmbeddedServer({ directory: directory.path, durable: false });
  const url = server.url("plinth_test");
  await ensureDatabase(url);
  return {
    url,
    description: `embedded in ${directory.path}, durability off`,
    async close({ keep }) {
      if (keep) return server.leaveRunning();
      await server.stop();
      directory.remove();
    },
  };
}
