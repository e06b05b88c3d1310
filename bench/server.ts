import { existsSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { makeRunDirectory, sweepRunDirectories } from "#test/support/run-directory.ts";
import { createTestDatabase, dropTestDatabase, withDatabase } from "#test/support/test-database.ts";

export interface BenchDatabase {
  readonly url: string;
  readonly admin: pg.Client;
  /** The server's main process; undefined when the server isn't ours. */
  readonly serverPid: number | undefined;
  readonly version: string;
  stop(): Promise<void>;
}

/**
 * A database with the schema `shop` on a server of our own, in memory where there is enough and without durability, or
 * on the server of `url`, where a database is created and dropped again.
 *
 * @throws Error when the server can't be started or reached, or accepts fewer than `connections`
 */
export async function startDatabase(url: string | undefined, connections: number): Promise<BenchDatabase> {
  const { adminUrl, serverPid, ends } = url === undefined ? await startOwnServer() : borrowed(url);
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    const server = await connectPlainly(adminUrl, "plinth bench");
    ends.push(() => server.end());
    const { rows } = await server.query<{ limit: number; version: string }>(
      "SELECT current_setting('max_connections')::int AS limit, current_setting('server_version') AS version",
    );
    const { limit = 0, version = "" } = rows[0] ?? {};
    if (limit < connections) {
      throw new Error(
        `The benchmark needs ${connections} connections, but the server of BENCH_DATABASE_URL accepts ${limit}: raise ` +
          "max_connections, or choose fewer libraries with --only.",
      );
    }
    const name = await createTestDatabase(server);
    ends.push(() => dropTestDatabase(server, name));
    const database = withDatabase(adminUrl, name);
    await migrate({ url: database, directory: join(import.meta.dirname, "migrations"), order: ["shop"] });
    const admin = await connectPlainly(database, "plinth bench");
    ends.push(() => admin.end());
    return { url: database, admin, serverPid, version, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOwnServer() {
  await sweepRunDirectories();
  const directory = await makeRunDirectory();
  const server = await startEmbeddedServer({ directory: directory.path, durable: false });
  return {
    adminUrl: server.url("postgres"),
    serverPid: existsSync("/proc/self/stat") ? server.pid : undefined,
    ends: [async () => directory.remove(), () => server.stop()],
  };
}

function borrowed(adminUrl: string) {
  const ends: (() => Promise<void>)[] = [];
  return { adminUrl, serverPid: undefined, ends };
}
