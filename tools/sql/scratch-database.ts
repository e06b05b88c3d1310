import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import type { EmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { migrate, migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";

export interface ScratchDatabase {
  readonly url: string;
  /** Makes the database anew, by the migrations as they stand on disk now. @throws MigrationFailed */
  readonly renew: () => Promise<void>;
}

/** Kept between runs, so that only the first has to make the server's files. The second is for a run beside a watch. */
const serverDirectories = ["sql-compiler", "sql-compiler-2"].map((name) =>
  join(import.meta.dirname, "../../.data", name),
);
const databaseName = "sql_compiler";

/**
 * Lends a new, migrated database to `work`, on a server of the compiler's own that is stopped afterwards, also when the
 * process is interrupted.
 *
 * @throws Error when two other runs are using the servers; MigrationFailed
 */
export async function withScratchDatabase<T>(
  work: (database: ScratchDatabase) => Promise<T>,
  onProgress: (line: string) => void,
): Promise<T> {
  const starting = startServer(onProgress);
  const interrupt = (): void => {
    const stopped = starting.then((server) => server.stop());
    // 130: ended by Ctrl-C.
    void stopped.catch(() => {}).finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const server = await starting;
    try {
      const database = scratchDatabase(server, onProgress);
      await database.renew();
      return await work(database);
    } finally {
      await server.stop();
    }
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

async function startServer(onProgress: (line: string) => void): Promise<EmbeddedServer> {
  const [first = "", second = ""] = serverDirectories;
  const start = (directory: string) => startEmbeddedServer({ directory, durable: false, onProgress });
  return start(first).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes("is in use by")) return start(second);
    throw error;
  });
}

function scratchDatabase(server: EmbeddedServer, onProgress: (line: string) => void): ScratchDatabase {
  const url = server.url(databaseName);
  return {
    url,
    renew: async () => {
      await dropDatabase(server.url("postgres"));
      await ensureDatabase(url);
      await migrate({ url, order: await readOrder(), onProgress });
    },
  };
}

let reading = 0;

/** Node keeps a module that it has read: under another address it reads the file again. */
async function readOrder(): Promise<readonly string[]> {
  const { href } = pathToFileURL(join(migrationsDirectory, "order.ts"));
  const { contexts } = (await import(`${href}?reading=${reading++}`)) as { readonly contexts: readonly string[] };
  return contexts;
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
