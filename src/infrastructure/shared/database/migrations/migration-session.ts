import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { advice } from "./migration-failure.ts";
import type { MigrationSettings } from "./migration-options.ts";

/**
 * Runs `work` on a connection of its own. Its end also ends what a failed file left open, and the turn to migrate.
 *
 * @throws Error when the database can't be reached; what `work` throws
 */
export async function withSession<T>(
  { url, password, lockTimeout, onWarning }: MigrationSettings,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectPlainly(url, "plinth migrations", { password });
  try {
    await prepareSession(client, lockTimeout);
    if (await isBehindPooler(client)) {
      onWarning(
        "The database seems to be reached through a pooler. Migrations need a session of their own, or two instances " +
          "may migrate at once: set DATABASE_MIGRATION_URL to the server itself.",
      );
    }
    return await work(client);
  } catch (error) {
    const { message, code } = error as Partial<pg.DatabaseError>;
    const what = advice[code ?? ""];
    throw what ? new Error(`${message} (${code}). ${what}`, { cause: error }) : error;
  } finally {
    await client.end();
  }
}

/** Gives each file the same session to begin with, whatever the one before has set. */
export async function prepareSession(client: pg.Client, lockTimeout: number): Promise<void> {
  await client.query(
    `RESET SESSION AUTHORIZATION; RESET ALL; SET TimeZone = 'UTC'; SET client_min_messages = warning;
     SET lock_timeout = ${lockTimeout}; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0`,
  );
}

/** A pooler tells its clients of another server process than the one that answers. */
async function isBehindPooler(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid !== (client as pg.Client & { readonly processID: number | null }).processID;
}
