import net from "node:net";
import postgres from "postgres";
import type { ConnectionSettings } from "./connection-settings.ts";
import { DatabaseUnavailable, DataSourceMisuse } from "./errors.ts";
import { ConnectionLost, readLastWords, toDatabaseError } from "./postgres-errors.ts";
import { openServerSocket } from "./server-socket.ts";
import type { Statement } from "./statement.ts";
import { effectsOf } from "./statement-effects.ts";
import { camelCase, postgresTypes, serializeParameter } from "./types/types.ts";

export interface SessionResult {
  readonly rows: readonly object[];
  readonly count: number;
  /** The command as PostgreSQL reports it: `SELECT`, `COMMIT`, ... */
  readonly command: string;
}

/** What the server needs to know to cancel a statement. */
interface Backend {
  readonly pid: number;
  readonly secret: number;
}

/** Milliseconds between two requests to cancel: the server ignores one that comes before the statement does. */
const cancelInterval = 200;
/** Milliseconds until a connection is cut whose server doesn't cancel. */
const cancelPatience = 5_000;

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
  readonly #lifetime = new AbortController();
  #socket: Promise<net.Socket> | undefined;
  #lastChunk: Buffer | undefined;
  /** Why it was closed. */
  #lost: Error | undefined;
  #dirty = false;
  #backend: Backend | undefined;
  #canceller: NodeJS.Timeout | undefined;

  private constructor(settings: ConnectionSettings, onClose: (session: PostgresSession) => void) {
    this.#settings = settings;
    this.#onClose = onClose;
    this.#client = postgres({
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      pass: settings.password,
      // The socket is encrypted already where it has to be.
      ssl: false,
      connection: settings.startupParameters,
      types: postgresTypes,
      transform: { column: { from: camelCase } },
      socket: () => this.#connectOnce(),
      onclose: () => this.#closedNow(),
      onnotice: () => undefined,
      connect_timeout: null,
      max: 1,
      max_pipeline: Number.MAX_SAFE_INTEGER,
      max_lifetime: null,
      idle_timeout: undefined,
      fetch_types: false,
      no_subscribe: true,
    } as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
  }

  /** Connects and logs in. @throws DatabaseUnavailable */
  static async open(
    settings: ConnectionSettings,
    onClose: (session: PostgresSession) => void,
  ): Promise<PostgresSession> {
    const session = new PostgresSession(settings, onClose);
    const { address, connectTimeout } = settings;
    const tooLate = new ConnectionLost(`it did not let us in within ${connectTimeout} ms`);
    const deadline = setTimeout(() => session.destroy(tooLate), connectTimeout);
    try {
      const { state } = await session.#settle(session.#client.unsafe("SELECT"));
      session.#backend = state as unknown as Backend;
      return session;
    } catch (error) {
      session.destroy();
      throw new DatabaseUnavailable(`No connection to PostgreSQL at ${address}: ${reasonOf(error)}.`, { cause: error });
    } finally {
      clearTimeout(deadline);
    }
  }

  get closed(): boolean {
    return this.#lost !== undefined;
  }

  /** Whether the next user would find it as a new one: connected, nothing running, nothing set. */
  get reusable(): boolean {
    return !this.closed && !this.#dirty && this.#unsettled.size === 0;
  }

  /** The error of a statement that can't run because the connection is lost. */
  lostBefore(statement: string): Error {
    return toDatabaseError(this.#lost, statement);
  }

  /**
   * Runs a compiled statement, prepared at its first use.
   *
   * @param once don't run it again when PostgreSQL says that its plan is out of date
   * @throws DatabaseError
   */
  async execute(statement: Statement, values: readonly unknown[], { once }: { once: boolean }): Promise<SessionResult> {
    this.lastStatement = statement.name;
    const encoded = encodeAll(statement, values).map((text, index) =>
      this.#client.typed(text as never, statement.parameterTypes[index] ?? 0),
    );
    this.#dirty ||= effectsOf(statement).changesSession;
    try {
      const query = this.#client.unsafe(statement.text, encoded, { prepare: true, simple: false } as never);
      if (once) forbidToRepeat(query);
      return toResult(await this.#settle(query));
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

  /** Lets nobody have it after its present user. */
  retire(): void {
    this.#dirty = true;
  }

  /**
   * Asks the server to cancel what runs, until it has ended; cuts the connection when that doesn't help. A cancel may
   * arrive late and hit a later statement, so the session is not given to anybody else afterwards.
   */
  cancel(): void {
    this.retire();
    if (this.#canceller !== undefined) return;
    const deadline = performance.now() + cancelPatience;
    const askAgain = () => {
      if (this.#unsettled.size === 0) this.#stopCancelling();
      else if (performance.now() > deadline) this.destroy(new ConnectionLost("it did not cancel a statement in time"));
      else this.#requestCancel();
    };
    this.#canceller = setInterval(askAgain, cancelInterval);
    askAgain();
  }

  /** Logs out; an error or a server that doesn't answer can't keep it open. */
  async close(): Promise<void> {
    if (!this.closed) await this.#client.end({ timeout: 1 }).catch(() => undefined);
    this.destroy();
  }

  /** Cuts the connection at once; the server rolls back what was open. */
  destroy(reason?: Error): void {
    this.#lifetime.abort();
    this.#closedNow(reason);
  }

  async #connectOnce(): Promise<net.Socket> {
    if (this.#socket !== undefined || this.closed) throw new ConnectionLost("the connection was lost");
    this.#socket = openServerSocket(this.#settings, this.#lifetime.signal);
    const socket = await this.#socket;
    socket.on("data", (chunk: Buffer) => (this.#lastChunk = chunk));
    // Before the driver's own listeners, so that a lost connection is known as such when its queries fail.
    socket.once("error", () => this.#closedNow());
    socket.once("close", () => this.#closedNow());
    return socket;
  }

  /** The driver leaves some queries of a lost connection unsettled for ever: each is rejected here. */
  #settle<T>(query: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#lost !== undefined) return reject(this.#lost);
      const settled = this.#unsettled;
      settled.add(reject);
      query.then(
        (value) => (settled.delete(reject), resolve(value)),
        (error: unknown) => (settled.delete(reject), reject(error as Error)),
      );
    });
  }

  #closedNow(reason?: Error): void {
    if (this.#lost !== undefined) return;
    // The driver drops what the server says before it hangs up, as that a time limit is over.
    this.#lost = reason ?? readLastWords(this.#lastChunk) ?? new ConnectionLost("the connection was lost");
    for (const reject of this.#unsettled) reject(this.#lost);
    this.#unsettled.clear();
    this.#stopCancelling();
    this.#onClose(this);
  }

  #stopCancelling(): void {
    clearInterval(this.#canceller);
    this.#canceller = undefined;
  }

  #requestCancel(): void {
    if (this.#backend === undefined) return;
    const { pid, secret } = this.#backend;
    const request = Buffer.alloc(16);
    [16, 80_877_102, pid, secret].forEach((word, index) => request.writeUInt32BE(word, index * 4));
    const socket = net.connect(this.#settings.socket);
    socket.on("error", () => socket.destroy());
    socket.setTimeout(this.#settings.connectTimeout, () => socket.destroy());
    socket.end(request);
  }
}

/** All or nothing: a fault is found before the driver has seen anything. */
function encodeAll(statement: Statement, values: readonly unknown[]): (string | null)[] {
  const { name, parameters, parameterTypes } = statement;
  if (values.length !== parameters.length) {
    throw new DataSourceMisuse(`${name} takes ${parameters.length} values, but got ${values.length}.`, {
      statement: name,
    });
  }
  return values.map((value, index) => {
    try {
      return serializeParameter(parameterTypes[index] ?? 0, value);
    } catch (error) {
      const parameter = parameters[index] ?? `$${index + 1}`;
      throw new DataSourceMisuse(`${name}, parameter ${parameter}: ${reasonOf(error)}`, { statement: name });
    }
  });
}

/**
 * The driver sends a statement again when its plan is out of date: after what was sent since, COMMIT too, so that one of
 * a transaction would run alone. Setting `retried` is how it begins to, and it leaves out what is `cancelled`.
 */
function forbidToRepeat(query: object): void {
  Object.defineProperty(query, "retried", {
    set(this: { cancelled: unknown; reject(error: Error): void }, error: Error) {
      this.cancelled = true;
      this.reject(error);
    },
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses tried in vain, Node makes an error without a message.
  return error.message || String((error as NodeJS.ErrnoException).code);
}

function toResult(result: postgres.RowList<postgres.Row[]>): SessionResult {
  // null, whatever the driver's type says, where the command doesn't count, as for SET.
  const count = result.count as number | null;
  return { rows: result.slice(), count: count ?? result.length, command: result.command };
}
