import { once } from "node:events";
import net from "node:net";
import postgres from "postgres";
import type { ConnectionSettings } from "./connection-settings.ts";
import { DatabaseUnavailable, DataSourceMisuse } from "./errors.ts";
import { toDatabaseError } from "./postgres-errors.ts";
import type { Statement } from "./statement.ts";
import { camelCase, postgresTypes, serializeParameter } from "#infrastructure/shared/database/types/types.ts";

export interface SessionResult {
  readonly rows: readonly object[];
  readonly count: number;
  /** The command as PostgreSQL reports it: `SELECT`, `COMMIT`, ... */
  readonly command: string;
}

/** Commands after which the server's session is no longer as it was: the next user must not get it. */
const changesSession =
  /^(SET|RESET|DISCARD|LISTEN|UNLISTEN|PREPARE|DEALLOCATE|DECLARE CURSOR|LOAD|BEGIN|START TRANSACTION)$/;
const leavesNoTrace = /^\s*SET\s+(LOCAL|CONSTRAINTS)\b/i;
const setsConfiguration = /\bset_config\s*\(|\bpg_(try_)?advisory_lock/i;

/**
 * One connection to PostgreSQL, once: a postgres.js client of a single connection whose socket is made for it here and
 * is never made again. The driver would otherwise open another one behind our back and send on it, outside any
 * transaction, what was meant for the one that died.
 */
export class PostgresSession {
  readonly openedAt = performance.now();
  /** What it runs or ran last, for messages about who holds the connections. */
  lastStatement = "nothing yet";
  leasedAt = 0;
  readonly #settings: ConnectionSettings;
  readonly #client: postgres.Sql;
  readonly #unsettled = new Set<(error: Error) => void>();
  readonly #onClose: (session: PostgresSession) => void;
  #socket: net.Socket | undefined;
  #closed = false;
  #dirty = false;
  #backend: { pid: number; secret: number } | undefined;

  private constructor(settings: ConnectionSettings, onClose: (session: PostgresSession) => void) {
    this.#settings = settings;
    this.#onClose = onClose;
    this.#client = postgres({
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      pass: settings.password,
      ssl: settings.tls,
      connection: settings.startupParameters,
      types: postgresTypes,
      transform: { undefined: undefined, column: { from: camelCase } },
      socket: () => this.#connectOnce(),
      onclose: () => this.#closedNow(),
      onnotice: () => undefined,
      connect_timeout: settings.connectTimeout / 1000,
      max: 1,
      max_pipeline: Number.MAX_SAFE_INTEGER,
      max_lifetime: null,
      idle_timeout: undefined,
      fetch_types: false,
      no_subscribe: true,
    } as postgres.Options<Record<string, postgres.PostgresType>>);
  }

  /** Connects and logs in. @throws DatabaseUnavailable */
  static async open(
    settings: ConnectionSettings,
    onClose: (session: PostgresSession) => void,
  ): Promise<PostgresSession> {
    const session = new PostgresSession(settings, onClose);
    try {
      const { state } = await session.#settle(session.#client.unsafe("SELECT"));
      session.#backend = state as unknown as { pid: number; secret: number };
      return session;
    } catch (error) {
      session.destroy();
      const cause = error instanceof Error ? error.message : String(error);
      throw new DatabaseUnavailable(`No connection to PostgreSQL at ${settings.address}: ${cause}`, { cause: error });
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the next user would find it as a new one: connected, nothing running, nothing set. */
  get reusable(): boolean {
    return !this.#closed && !this.#dirty && this.#unsettled.size === 0;
  }

  /** Runs a compiled statement, prepared at its first use. @throws DatabaseError */
  async execute(statement: Statement, values: readonly unknown[]): Promise<SessionResult> {
    this.lastStatement = statement.name;
    const encoded = values.map((value, index) => {
      const oid = statement.parameterTypes[index] ?? 0;
      return this.#client.typed(encodeNamed(statement, index, oid, value) as never, oid);
    });
    try {
      const query = this.#client.unsafe(statement.text, encoded, { prepare: true, simple: false } as never);
      const { rows, count, command } = toResult(await this.#settle(query));
      const leavesTrace = changesSession.test(command) && !leavesNoTrace.test(statement.text);
      this.#dirty ||= leavesTrace || setsConfiguration.test(statement.text);
      return { rows, count, command };
    } catch (error) {
      throw toDatabaseError(error, statement.name);
    }
  }

  /** Runs transaction control: our own text, no parameters, sent without waiting for what went before. @throws DatabaseError */
  async control(text: string): Promise<SessionResult> {
    try {
      return toResult(await this.#settle(this.#client.unsafe(text)));
    } catch (error) {
      throw toDatabaseError(error, text);
    }
  }

  /**
   * Asks the server to cancel what runs. A cancel may arrive late and hit a later statement, so the session is not
   * given to anybody else afterwards.
   */
  cancel(): void {
    this.#dirty = true;
    if (this.#closed || this.#backend === undefined) return;
    const { pid, secret } = this.#backend;
    const request = Buffer.alloc(16);
    [16, 80_877_102, pid, secret].forEach((word, index) => request.writeUInt32BE(word, index * 4));
    const socket = net.connect(this.#settings.socket);
    socket.on("error", () => socket.destroy());
    socket.setTimeout(this.#settings.connectTimeout, () => socket.destroy());
    socket.end(request);
  }

  /** Logs out; an error or a server that doesn't answer can't keep it open. */
  async close(): Promise<void> {
    if (!this.#closed) await this.#client.end({ timeout: 1 }).catch(() => undefined);
    this.destroy();
  }

  /** Cuts the connection at once; the server rolls back what was open. */
  destroy(): void {
    this.#socket?.destroy();
    this.#closedNow();
  }

  async #connectOnce(): Promise<net.Socket> {
    if (this.#socket !== undefined || this.#closed) throw new Error("the connection was lost");
    const socket = net.connect({ ...this.#settings.socket, noDelay: true, keepAlive: true });
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.once("close", () => this.#closedNow());
    await once(socket, "connect", { signal: AbortSignal.timeout(this.#settings.connectTimeout) });
    // postgres.js reads the name to verify the server's certificate against from here
    return Object.assign(socket, { host: this.#settings.host });
  }

  /** The driver leaves some queries of a lost connection unsettled for ever: each is rejected here. */
  #settle<T>(query: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) return reject(new DatabaseUnavailable("The connection to PostgreSQL was lost before."));
      const settled = this.#unsettled;
      settled.add(reject);
      query.then(
        (value) => (settled.delete(reject), resolve(value)),
        (error: unknown) => (settled.delete(reject), reject(error as Error)),
      );
    });
  }

  #closedNow(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const reject of this.#unsettled) reject(new DatabaseUnavailable("The connection to PostgreSQL was lost."));
    this.#unsettled.clear();
    this.#onClose(this);
  }
}

function encodeNamed(statement: Statement, index: number, oid: number, value: unknown): string | null {
  try {
    return serializeParameter(oid, value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const name = statement.parameters[index] ?? `$${index + 1}`;
    throw new DataSourceMisuse(`${statement.name}, parameter ${name}: ${reason}`, { statement: statement.name });
  }
}

function toResult(result: postgres.RowList<postgres.Row[]>): SessionResult {
  return { rows: result.slice(), count: result.count ?? result.length, command: result.command };
}
