import type { NetConnectOpts } from "node:net";
import type { ConnectionOptions as TlsOptions } from "node:tls";

export interface SessionLimits {
  /** Milliseconds until a connection must be made and logged in. */
  readonly connectTimeout: number;
  /** Milliseconds that one statement may run; 0: no limit. */
  readonly statementTimeout: number;
  /** Milliseconds that a statement may wait for a lock; 0: no limit. */
  readonly lockTimeout: number;
  /** Milliseconds that a transaction may wait for its next statement; 0: no limit. */
  readonly idleInTransactionTimeout: number;
  /** Milliseconds that a whole transaction may take; 0: no limit. */
  readonly transactionTimeout: number;
}

/** What a session needs to connect. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: false | TlsOptions;
  readonly socket: NetConnectOpts;
  /** For messages: host, port and database, without the user's secrets. */
  readonly address: string;
  readonly connectTimeout: number;
  readonly startupParameters: Readonly<Record<string, string>>;
}

const understood = ["sslmode", "application_name", "host"];

/**
 * Reads a connection string `postgres://user:password@host:port/database`.
 *
 * Its query may hold `sslmode` (`disable`; `no-verify`: encrypted, but with whoever answers; `require` or `verify-full`:
 * encrypted and verified), `application_name`, and `host` (the directory of a Unix socket).
 *
 * @throws TypeError that says what was expected; it never repeats the password
 */
export function readConnectionSettings(connectionString: string, limits: SessionLimits): ConnectionSettings {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : undefined;
  const decodes = /^(?:[^%]|%[0-9a-f]{2})*$/i.test(connectionString);
  if (url === undefined || !decodes || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new TypeError(
      "The database URL must look like postgres://user:password@host:port/database, other signs as %XX.",
    );
  }
  const unknown = [...url.searchParams.keys()].filter((name) => !understood.includes(name));
  if (unknown.length > 0) {
    throw new TypeError(
      `The database URL may set ${understood.join(", ")}, but sets ${unknown.join(", ")}: remove it.`,
    );
  }
  const host =
    url.searchParams.get("host") ?? (decodeURIComponent(url.hostname).replace(/^\[|\]$/g, "") || "localhost");
  const port = Number(url.port || 5432);
  const user = decodeURIComponent(url.username) || "postgres";
  const database = decodeURIComponent(url.pathname.slice(1)) || user;
  return {
    host,
    port,
    database,
    user,
    password: decodeURIComponent(url.password),
    tls: readTls(url.searchParams.get("sslmode")),
    socket: host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
    address: `${host}:${port}/${database}`,
    connectTimeout: limits.connectTimeout,
    startupParameters: {
      application_name: url.searchParams.get("application_name") ?? "plinth",
      TimeZone: "UTC",
      // As text: the driver leaves out a 0, and the server's own default would hold.
      statement_timeout: String(limits.statementTimeout),
      lock_timeout: String(limits.lockTimeout),
      idle_in_transaction_session_timeout: String(limits.idleInTransactionTimeout),
      transaction_timeout: String(limits.transactionTimeout),
    },
  };
}

function readTls(mode: string | null): false | TlsOptions {
  if (mode === null || mode === "disable") return false;
  if (mode === "no-verify") return { rejectUnauthorized: false };
  if (mode === "require" || mode === "verify-full") return { rejectUnauthorized: true };
  throw new TypeError(
    `sslmode in the database URL must be disable, no-verify, require or verify-full, but is ${JSON.stringify(mode)}.`,
  );
}
