import type { NetConnectOpts } from "node:net";
import { hostname } from "node:os";
import { parseConnectionUrl } from "./connection-url.ts";
import type { Password } from "./password.ts";
import { readTlsSettings, type TlsSettings } from "./tls-settings.ts";

export interface SessionLimits {
  /** Milliseconds until a connection must be made and logged in, whichever hosts are tried. */
  readonly connectTimeout: number;
  /** Milliseconds that one statement may run; 0: no limit. */
  readonly statementTimeout: number;
  /** Milliseconds beyond the limit of a statement after which a silent connection is cut. */
  readonly silenceTimeout: number;
  /** Milliseconds that a statement may wait for a lock; 0: no limit. */
  readonly lockTimeout: number;
  /** Milliseconds that a transaction may wait for its next statement; 0: no limit. */
  readonly idleInTransactionTimeout: number;
  /** Milliseconds that a whole transaction may take; 0: no limit. */
  readonly transactionTimeout: number;
}

/** Which server will do: any, the one that takes writes, or one that follows it. */
export type TargetServer = "any" | "primary" | "standby";

/** What a session needs to connect to one server. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Password;
  readonly tls: false | TlsSettings;
  readonly socket: NetConnectOpts;
  /** For messages: host, port and database, without the user's secrets. */
  readonly address: string;
  readonly connectTimeout: number;
  /** Milliseconds that one statement may run; 0: no limit. */
  readonly statementTimeout: number;
  /** Milliseconds beyond it after which a silent connection is cut. */
  readonly silenceTimeout: number;
  readonly startupParameters: Readonly<Record<string, string>>;
  /** A pooler lends a server to each transaction: nothing that outlives it may be set or prepared in its session. */
  readonly pooled: boolean;
  /** Whether COMMIT also asks where in the log it stands. */
  readonly tracksPositions: boolean;
}

export interface ConnectionSettings {
  /** In the order of the URL; at least one. */
  readonly servers: readonly ServerSettings[];
  readonly target: TargetServer;
  readonly connectTimeout: number;
  readonly pooled: boolean;
}

/** What isn't said by the URL. */
interface Circumstances {
  /** Instead of the URL's. */
  readonly password?: Password | undefined;
  /** Unless the URL says it. */
  readonly target?: TargetServer | undefined;
  readonly tracksPositions?: boolean;
  /** Whether the server is to refuse writes, whatever it is. */
  readonly readOnly?: boolean;
}

const targets: readonly string[] = ["any", "primary", "standby"] satisfies TargetServer[];
const understood = [
  ...["sslmode", "sslrootcert", "sslcert", "sslkey"],
  ...["application_name", "host", "target_session_attrs", "pgbouncer"],
];
/** What hosted providers put into their URLs, and this driver doesn't do. */
const ignored = ["channel_binding"];
const longestName = 63;

/**
 * Reads a connection string `postgres://user:password@host:port/database`, which may name several hosts, tried in turn:
 * `host:port,host:port`. Its query may hold:
 *
 * - `target_session_attrs`: which server will do, `any`, `primary` or `standby`. Default: `primary` of several, `any` if one
 * - `sslmode`, `sslrootcert`, `sslcert`, `sslkey`: see `readTlsSettings`
 * - `pgbouncer=true`: the host is a pooler in transaction mode
 * - `application_name`; `host`, the directory of a Unix socket. `channel_binding` is ignored
 *
 * @throws TypeError that says what was expected; it never repeats the password
 */
export function readConnectionSettings(
  connectionString: string,
  limits: SessionLimits,
  { password, target, tracksPositions = false, readOnly = false }: Circumstances = {},
): ConnectionSettings {
  const url = parseConnectionUrl(connectionString);
  const { hosts, database, user, parameters } = url;
  const unknown = [...parameters.keys()].filter((name) => ![...understood, ...ignored].includes(name));
  if (unknown.length > 0) {
    throw new TypeError(
      `The database URL may set ${understood.join(", ")}, but sets ${unknown.join(", ")}: remove it.`,
    );
  }
  const pooled = readPooled(parameters.get("pgbouncer"));
  const { connectTimeout, statementTimeout, silenceTimeout } = limits;
  const common = {
    ...{ database, user, password: password ?? url.password, pooled, tracksPositions },
    ...{ connectTimeout, statementTimeout, silenceTimeout },
    startupParameters: {
      application_name: parameters.get("application_name") ?? nameOfInstance(),
      TimeZone: "UTC",
      ...(!pooled && limitParameters(limits)),
      ...(!pooled && readOnly && { default_transaction_read_only: "on" }),
    },
  };
  const servers = hosts.map(({ host, port }) => ({
    ...common,
    host,
    port,
    tls: readTlsSettings(parameters, host),
    socket: host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
    address: `${host}:${port}/${database}`,
  }));
  const usual = target ?? (servers.length > 1 ? "primary" : "any");
  return { servers, target: readTarget(parameters.get("target_session_attrs")) ?? usual, connectTimeout, pooled };
}

/** What is wrong with a connection string, said without its password; undefined where nothing is. */
export function faultOfDatabaseUrl(connectionString: string): string | undefined {
  try {
    readConnectionSettings(connectionString, unlimited);
    return undefined;
  } catch (error) {
    return (error as TypeError).message;
  }
}

export const unlimited: SessionLimits = {
  connectTimeout: 10_000,
  statementTimeout: 0,
  silenceTimeout: 0,
  lockTimeout: 0,
  idleInTransactionTimeout: 0,
  transactionTimeout: 0,
};

/** Who this is, for `pg_stat_activity`. Of a long host name the end tells instances apart; PostgreSQL keeps 63 bytes. */
function nameOfInstance(): string {
  const start = `plinth, process ${process.pid} on `;
  return start + hostname().slice(start.length - longestName);
}

function limitParameters(limits: SessionLimits): Record<string, string> {
  return {
    // As text: the driver leaves out a 0, and the server's own default would hold.
    statement_timeout: String(limits.statementTimeout),
    lock_timeout: String(limits.lockTimeout),
    idle_in_transaction_session_timeout: String(limits.idleInTransactionTimeout),
    transaction_timeout: String(limits.transactionTimeout),
  };
}

function readPooled(value = "false"): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw new TypeError(
    `pgbouncer in the database URL must be true (a pooler in transaction mode) or false, but is ${JSON.stringify(value)}.`,
  );
}

function readTarget(value: string | undefined): TargetServer | undefined {
  if (value === undefined || targets.includes(value)) return value as TargetServer | undefined;
  throw new TypeError(
    `target_session_attrs in the database URL must be ${targets.join(", ")}, but is ${JSON.stringify(value)}: ` +
      "for a server that takes writes say primary.",
  );
}
