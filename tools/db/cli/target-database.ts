import { join } from "node:path";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { readConnectionSettings, unlimited } from "#infrastructure/shared/database/connection-settings.ts";
import { superuser } from "#infrastructure/shared/database/embedded/embedded-cluster.ts";
import { readPostmaster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { passwordFromFile } from "#infrastructure/shared/database/password.ts";
import { productionSigns } from "./production-signs.ts";

/** The database that a command works on. */
export interface TargetDatabase {
  readonly url: string;
  readonly name: string;
  /** For messages: name and server, without secrets. */
  readonly address: string;
  /** Why it looks like production; empty when it doesn't. */
  readonly productionSigns: readonly string[];
  /** Stops what was started for it. */
  close(): Promise<void>;
}

const ownDatabase = "plinth";

/**
 * Opens the database that the service would migrate: that of DATABASE_MIGRATION_URL or DATABASE_URL, else the service's
 * own, which is started unless it runs.
 *
 * @throws ConfigurationError when one of these or DATA_DIRECTORY is wrong; Error in production without DATABASE_URL
 */
export async function openTarget(
  environment: NodeJS.ProcessEnv,
  onProgress: (line: string) => void,
): Promise<TargetDatabase> {
  // Without the rest: a command shall not fail for want of a mail server.
  const { DATABASE_URL, DATABASE_MIGRATION_URL, DATABASE_PASSWORD_FILE, DATA_DIRECTORY, NODE_ENV } = environment;
  const { database, dataDirectory } = loadConfiguration({
    ...{ DATABASE_URL, DATABASE_MIGRATION_URL, DATABASE_PASSWORD_FILE, DATA_DIRECTORY },
  });
  const given = (database.migrationUrl ?? database.url)?.reveal();
  if (given !== undefined) {
    const { passwordFile } = database;
    const url = passwordFile === undefined ? given : withPassword(given, await passwordFromFile(passwordFile)());
    return describe(url, NODE_ENV, async () => {});
  }
  if (NODE_ENV?.trim() === "production") {
    throw new Error("DATABASE_URL is not set, and in production there is no other database: set it.");
  }
  const { url, stop } = await openOwn(dataDirectory, onProgress);
  return describe(url, NODE_ENV, stop);
}

function describe(url: string, environment: string | undefined, close: () => Promise<void>): TargetDatabase {
  const { servers } = readConnectionSettings(url, unlimited);
  const name = servers[0]?.database ?? "";
  return {
    url,
    name,
    address: `database ${name} on ${servers.map(({ host, port }) => `${host}:${port}`).join(" or ")}`,
    productionSigns: [...new Set(servers.flatMap((server) => productionSigns(server, environment)))],
    close,
  };
}

/** A command is over before a password changes. */
function withPassword(url: string, password: string): string {
  return url.replace(
    /^(\w+:\/\/[^:@/]*)(:[^@/]*)?@/,
    (_, start: string) => `${start}:${encodeURIComponent(password)}@`,
  );
}

async function openOwn(
  directory: string,
  onProgress: (line: string) => void,
): Promise<{ url: string; stop: () => Promise<void> }> {
  try {
    const server = await startEmbeddedServer({ directory, onProgress });
    const url = server.url(ownDatabase);
    await ensureDatabase(url);
    return { url, stop: () => server.stop() };
  } catch (error) {
    const running = readPostmaster(join(directory, "postgres"));
    if (!(error instanceof Error) || !error.message.includes("is in use by") || running === undefined) throw error;
    // The service's: it stays with the service.
    const url = `postgres://${superuser}@127.0.0.1:${running.port}/${ownDatabase}`;
    await ensureDatabase(url);
    return { url, stop: async () => {} };
  }
}
