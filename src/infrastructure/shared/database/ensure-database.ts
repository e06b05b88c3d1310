import { parseConnectionUrl } from "./connection-url.ts";
import { connectPlainly } from "./plain-connection.ts";

/**
 * Creates the database that `url` names unless it exists, through the database `postgres` of the same server.
 *
 * @returns true when it was created
 * @throws Error when the server can't be reached; pg's DatabaseError when the role may not create databases
 */
export async function ensureDatabase(url: string): Promise<boolean> {
  const { database } = parseConnectionUrl(url);
  const client = await connectPlainly(url, "plinth start", { database: "postgres" });
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
    if (rowCount) return false;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    return true;
  } catch (error) {
    // Another start was quicker: 42P04 when it has finished, 23505 when it was about to.
    if (["42P04", "23505"].includes((error as { code?: string }).code ?? "")) return false;
    throw error;
  } finally {
    await client.end();
  }
}
