import pg from "pg";
import { readConnectionSettings, type ServerSettings, unlimited } from "./connection-settings.ts";
import { type Password, revealPassword } from "./password.ts";
import { tlsOptions } from "./tls-settings.ts";

interface PlainConnectionOptions {
  /** Instead of the URL's. */
  readonly password?: Password | undefined;
  /** Instead of the URL's. */
  readonly database?: string;
}

/**
 * Connects outside the pool, for what needs a session of its own: migrations, creating a database. Of several hosts in
 * the URL it takes the first that is what `target_session_attrs` asks for. The caller ends it.
 *
 * @throws Error that names server and database, but no password; TypeError for a malformed URL
 */
export async function connectPlainly(
  url: string,
  applicationName: string,
  { password, database }: PlainConnectionOptions = {},
): Promise<pg.Client> {
  const { servers, target, pooled } = readConnectionSettings(url, unlimited, { password });
  if (pooled) {
    throw new Error(
      "This needs a session of its own, which a pooler in transaction mode can't give (pgbouncer=true in the database " +
        "URL): set DATABASE_MIGRATION_URL to the URL of the server itself.",
    );
  }
  const failures: Error[] = [];
  for (const server of servers) {
    try {
      const client = await connect({ ...server, database: database ?? server.database }, applicationName);
      if (target === "any" || target === (await roleOf(client))) return client;
      await client.end();
      failures.push(new Error(`The server on ${server.host}:${server.port} is not a ${target}.`));
    } catch (error) {
      failures.push(error as Error);
    }
  }
  const [only, ...others] = failures;
  if (only !== undefined && others.length === 0) throw only;
  throw new AggregateError(failures, failures.map(({ message }) => message).join("\n"));
}

async function roleOf(client: pg.Client): Promise<"primary" | "standby"> {
  const { rows } = await client.query<{ standby: boolean }>("SELECT pg_is_in_recovery() AS standby");
  return rows[0]?.standby === true ? "standby" : "primary";
}

async function connect(server: ServerSettings, applicationName: string): Promise<pg.Client> {
  const { host, port, database, user, connectTimeout } = server;
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({
      ...{ host, port, database, user },
      password: await revealPassword(server.password),
      ssl: server.tls && (await tlsOptions(server.tls, host)),
      application_name: `${applicationName}, process ${process.pid}`,
      connectionTimeoutMillis: connectTimeout,
    });
    // A lost connection also rejects the running query; without a listener it would end the process.
    client.on("error", () => {});
    await client.connect();
    return client;
  } catch (cause) {
    await client?.end().catch(() => {});
    const { code, message } = cause as { code?: string; message?: string };
    throw new Error(
      `Can't connect to database "${database}" on ${host}:${port} as "${user}": ` +
        `${message || code}. Is the server running, and is DATABASE_URL right?`,
      { cause },
    );
  }
}
