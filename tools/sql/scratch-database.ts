import { join } from "node:path";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { migrate } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";

/** Kept between runs, so that only the first has to make the server's files. */
const serverDirectory = join(import.meta.dirname, "../../.data/sql-compiler");
const databaseName = "sql_compiler";

/**
 * Lends a new, migrated database to `work`, on a server of the compiler's own that is stopped afterwards.
 *
 * @throws Error when another run is using the server; MigrationFailed
 */
export async function withScratchDatabase<T>(
  work: (databaseUrl: string) => Promise<T>,
  onProgress: (line: string) => void,
): Promise<T> {
  const server = await startEmbeddedServer({ directory: serverDirectory, durable: false, onProgress });
  try {
    const url = server.url(databaseName);
    await dropDatabase(server.url("postgres"));
    await ensureDatabase(url);
    await migrate({ url, onProgress });
    return await work(url);
  } finally {
    await server.stop();
  }
}

/** What an earlier run has left, migrated as its checkout was. */
async function dropDatabase(serverUrl: string): Promise<void> {
  const client = await connectPlainly(serverUrl, "sql compiler");
  try {
    await client.query(`DROP DATABASE IF EXISTS ${databaseName} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
