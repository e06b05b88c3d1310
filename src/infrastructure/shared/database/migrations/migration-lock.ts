import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

/** The advisory lock that instances which start at the same time take in turn. */
const migrationLock = "8101753469";

const pauseBetween = 100;
const attemptsPerLine = 100;

/**
 * Waits until this instance is the only one that migrates; its turn lasts as long as the connection. Asks again and
 * again instead of waiting in the server: a waiting statement holds a snapshot, and an index that is built concurrently
 * by the one whose turn it is would wait for that snapshot for ever. The lock is the migrating connection's own: when its
 * process is killed, the server keeps both until the statement that runs has ended, and so does whoever comes next.
 *
 * @throws Error when the turn does not come within `waitTimeout` milliseconds
 */
export async function takeTurn(
  client: pg.Client,
  waitTimeout: number,
  onProgress: (line: string) => void,
): Promise<void> {
  const deadline = Date.now() + waitTimeout;
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${migrationLock}) AS taken`);
    if (rows[0]?.taken) return;
    const holder = (await lockHolder(client)) ?? "another instance";
    if (attempt % attemptsPerLine === 0)
      onProgress(`Waiting for ${holder} to finish migrating (at most ${waitTimeout / 1000} s).`);
    if (Date.now() > deadline) {
      throw new Error(
        `Expected the migrations of another instance (${holder}) to end within ${waitTimeout / 1000} seconds. ` +
          "See what it does in pg_stat_activity; when it hangs, end it and start again.",
      );
    }
    await pause(pauseBetween);
  }
}

/** Who else is migrating at this moment, as far as it can be seen. */
export async function lockHolder(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ holder: string }>(
    `SELECT format('%s (server process %s)', application_name, pid) AS holder
     FROM pg_stat_activity JOIN pg_locks USING (pid) JOIN pg_database ON pg_database.oid = pg_locks.database
     WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() AND pg_database.datname = current_database()
       AND (classid::bigint << 32) + objid::bigint = ${migrationLock}`,
  );
  return rows[0]?.holder;
}
