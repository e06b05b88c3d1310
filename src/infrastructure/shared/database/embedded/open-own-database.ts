import { join } from "node:path";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { superuser } from "./embedded-cluster.ts";
import { readPostmaster } from "./embedded-postmaster.ts";
import { startEmbeddedServer } from "./embedded-server.ts";

const ownDatabase = "plinth";

/** The service's own database, for a command beside it: that of a running service, else started for the command. */
export async function openOwnDatabase(
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
