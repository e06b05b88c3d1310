import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
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

/** Ends all connections of a test's database, as a crash of the server does, and waits until they are gone. */
export async function killBackendsOf(db: { readonly url: string }): Promise<void> {
  const client = await connectPlainly(db.url, "plinth tests");
  try {
    const others =
      "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    await eventually(async () => {
      await client.query(`SELECT pg_terminate_backend(pid) ${others}`);
      return (await client.query(`SELECT ${others}`)).rowCount === 0;
    });
  } finally {
    await client.end();
  }
}

/** How many connections of a database fulfil `condition` over pg_stat_activity. Default: all. */
export async function countBackends(admin: pg.Client, database: string, condition = "true"): Promise<number> {
  const { rowCount } = await admin.query(`SELECT FROM pg_stat_activity WHERE datname = $1 AND (${condition})`, [
    database,
  ]);
  return rowCount ?? 0;
}
