import type pg from "pg";
import { eventually } from "./eventually.ts";

/** Ends the server's process of one connection, as a crash or an administrator does, and waits until it is gone. */
export async function killBackend(admin: pg.Client, pid: number): Promise<void> {
  await admin.query("SELECT pg_terminate_backend($1)", [pid]);
  await eventually(
    async () => (await admin.query("SELECT FROM pg_stat_activity WHERE pid = $1", [pid])).rowCount === 0,
  );
}

/** Ends all of a database, those that are just being made too, and waits until they are gone. */
export async function killBackends(admin: pg.Client, database: string): Promise<void> {
  await eventually(async () => {
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [database]);
    return (await countBackends(admin, database)) === 0;
  });
}

/** How many connections of a database fulfil `condition` over pg_stat_activity. Default: all. */
export async function countBackends(admin: pg.Client, database: string, condition = "true"): Promise<number> {
  const { rowCount } = await admin.query(`SELECT FROM pg_stat_activity WHERE datname = $1 AND (${condition})`, [
    database,
  ]);
  return rowCount ?? 0;
}
