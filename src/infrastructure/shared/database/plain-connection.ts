import pg from "pg";

/**
 * Connects outside the pool, for what needs a session of its own: migrations, creating a database. The caller ends it.
 *
 * @throws Error that names server and database, but no password
 */
export async function connectPlainly(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${applicationName}, process ${process.pid}`,
    connectionTimeoutMillis: 10_000,
  });
  // A lost connection also rejects the running query; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (cause) {
    await client.end().catch(() => {});
    const { code, message } = cause as { code?: string; message?: string };
    throw new Error(
      `Can't connect to database "${client.database}" on ${client.host}:${client.port} as "${client.user}": ` +
        `${message || code}. Is the server running, and is DATABASE_URL right?`,
      { cause },
    );
  }
}
