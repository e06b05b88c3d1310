import type net from "node:net";
import postgres from "postgres";
import { type Backend, requestCancel } from "./cancel-request.ts";
import type { ServerSettings } from "./connection-settings.ts";
import { type DriverAnswer, DriverQuery, UnsettledQueries } from "./driver-query.ts";
import { DatabaseUnavailable } from "./errors.ts";
import { ConnectionLost, readLastWords, toDatabaseError } from "./postgres-errors.ts";
import { revealPassword } from "./password.ts";
import { hintAtPooler } from "./pooled-session.ts";
import type { HeldConnection } from "./observer.ts";
import { openServerSocket } from "./server-socket.ts";
import { unknownPosition } from "./write-positions.ts";
import type { Statement } from "./statement.ts";
import { effectsOf } from "./statement-effects.ts";
import { camelCase, postgresTypes } from "./types/types.ts";

/** What is known of who has a session. */
export interface Lease {
  /** Where it was taken. */
  readonly place: { readonly stack?: string } | undefined;
  /** Told once when it is held too long. */
  readonly warn: (held: HeldConnection) => void;
}

/** Milliseconds between two requests to cancel: the server ignores one that comes before the statement does. */
const cancelInterval = 200;
/** Milliseconds until a connection is cut whose server doesn't cancel. */
const cancelPatience = 5_000;
const locate = "SELECT pg_current_wal_insert_lsn()::text AS position";

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
  idleSince = 0;
  lease: Lease | undefined;
  /** Where the log stood after its last COMMIT, as in `0/1A2B3C`, if the settings say that it is to be asked. */
  position: string | undefined;
  readonly #settings: ServerSettings;
  readonly #client: postgres.Sql;
  readonly #sendToDriver: (query: DriverQuery) => void;
  readonly #unsettled = new UnsettledQueries();
  readonly #onClose: (session: PostgresSession) => void;
  readonly #lifetime = new AbortController();
  #socket: Promise<net.Socket> | undefined;
  #openSocket: net.Socket | undefined;
  #statementTimeout: number;
  #lastChunk: Buffer | undefined;
  /** Why it was closed. */
  #lost: Error | undefined;
  #dirty = false;
  #backend: Backend | undefined;
  #password = "";
  #isUnreplicated = false;
  #standby = false;
  #canceller: NodeJS.Timeout | undefined;

  private constructor(settings: ServerSettings, onClose: (session: PostgresSession) => void) {
    this.#settings = settings;
    this.#statementTimeout = settings.statementTimeout;
    this.#onClose = onClose;
    this.#client = postgres({
      host: settings.host,
      port: settings.port,
      database: settings.database,
      user: settings.user,
      pass: () => this.#password,
      // The socket is encrypted already where it has to be.
      ssl: false,
      connection: settings.startupParameters,
      types: postgresTypes,
      transform: { column: { from: camelCase } },
      socket: () => this.#connectOnce(),
      onclose: () => this.#closedNow(),
      onnotice: ({ routine }: postgres.Notice) => (this.#isUnreplicated ||= routine === "SyncRepWaitForLSN"),
      connect_timeout: null,
      max: 1,
      max_pipeline: Number.MAX_SAFE_INTEGER,
      max_lifetime: null,
      idle_timeout: undefined,
      fetch_types: false,
      no_subscribe: true,
    } as unknown as postgres.Options<Record<string, postgres.PostgresType>>);
    this.#sendToDriver = (this.#client.unsafe("") as unknown as { handler: (query: DriverQuery) => void }).handler;
  }

  /** Connects and logs in. @param signal gives it up @throws DatabaseUnavailable */
  static async open(
    settings: ServerSettings,
    onClose: (session: PostgresSession) => void,
    signal?: AbortSignal,
  ): Promise<PostgresSession> {
    const session = new PostgresSession(settings, onClose);
    const { address, connectTimeout } = settings;
    const tooLate = new ConnectionLost(`it did not let us in within ${connectTimeout} ms`);
    const deadline = setTimeout(() => session.destroy(tooLate), connectTimeout);
    const giveUp = () => session.destroy(new ConnectionLost("it is not wanted any more"));
    signal?.addEventListener("abort", giveUp);
    try {
      const text = "SELECT pg_is_in_recovery() AS standby";
      const login = await session.#send(new DriverQuery({ text, how: "simple", once: true }, session.#unsettled));
      session.#backend = login.state as unknown as Backend;
      session.#standby = login[0]?.["standby"] === true;
      return session;
    } catch (error) {
      session.destroy();
      const sqlState = error instanceof postgres.PostgresError ? error.code : undefined;
      const message = `No connection to PostgreSQL at ${address}: ${hintAtPooler(reasonOf(error))}.`;
      throw new DatabaseUnavailable(message, { sqlState, cause: error });
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Whether a pooler lends the server's session to others between two transactions. */
  get pooled(): boolean {
    return this.#settings.pooled;
  }

  /** Whether the server followed another one when it let us in. */
  get standby(): boolean {
    return this.#standby;
  }

  get closed(): boolean {
    return this.#lost !== undefined;
  }

  /** Whether the next user would find it as a new one: connected, nothing running, nothing set. */
  get reusable(): boolean {
    return !this.closed && !this.#dirty && this.#unsettled.size === 0;
  }

  /** @throws DatabaseUnavailable when what was committed last did not wait for the synchronous replica; it is said once */
  expectReplicated(): void {
    if (!this.#isUnreplicated) return;
    this.#isUnreplicated = false;
    this.retire();
    throw new DatabaseUnavailable("The wait for the synchronous replica was cancelled.");
  }

  /** The error of a statement that can't run because the connection is lost. */
  lostBefore(statement: string): Error {
    return toDatabaseError(this.#lost, statement);
  }

  /**
   * Runs a compiled statement, prepared at its first use.
   *
   * @param texts its parameters, as PostgreSQL reads them
   * @param once don't run it again when PostgreSQL says that its plan is out of date
   * @returns the driver's answer, or its error
   */
  execute(statement: Statement, texts: (string | null)[], once: boolean): Promise<DriverAnswer> {
    this.lastStatement = statement.name;
    const { changesSession, canBePrepared } = effectsOf(statement);
    this.#dirty ||= changesSession;
    const { text, parameterTypes: types } = statement;
    const how = this.pooled || !canBePrepared ? "unnamed" : "prepared";
    return this.#send(new DriverQuery({ text, parameters: texts, types, how, once }, this.#unsettled));
  }

  /**
   * Runs transaction control: our own text, no parameters, sent without waiting for what went before.
   *
   * @param failedAtOnce called with the error before anything that was sent later is answered
   * @returns the driver's answer; its `command` is what PostgreSQL has done: `COMMIT`, `ROLLBACK`, ...
   * @throws DatabaseError
   */
  async control(text: string, failedAtOnce?: (error: Error) => void): Promise<DriverAnswer> {
    try {
      if (text === "COMMIT" && this.#settings.tracksPositions) return await this.#commitAndLocate();
      return await this.#send(new DriverQuery({ text, how: "simple", once: true, failedAtOnce }, this.#unsettled));
    } catch (error) {
      throw toDatabaseError(error, text);
    }
  }

  /**
   * Says how long a statement may take from now on. The server sees to it; a server that can't be reached any more doesn't,
   * so the connection is cut when nothing has come from it for `silenceTimeout` longer.
   *
   * @param statementTimeout milliseconds, 0: no limit; default: that of the settings
   */
  allowStatements(statementTimeout = this.#settings.statementTimeout): void {
    if (statementTimeout === this.#statementTimeout) return;
    this.#statementTimeout = statementTimeout;
    this.#limitSilence();
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
      else if (this.#backend !== undefined) void requestCancel(this.#settings, this.#backend);
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

  /** Sent together, so that the position costs no round trip; one that can't be had doesn't touch the commit. */
  async #commitAndLocate(): Promise<DriverAnswer> {
    const send = (text: string) => this.#send(new DriverQuery({ text, how: "simple", once: true }, this.#unsettled));
    const [committed, located] = await Promise.allSettled([send("COMMIT"), send(locate)]);
    if (committed.status === "rejected") throw committed.reason as Error;
    this.position = located.status === "fulfilled" ? (located.value[0]?.["position"] as string) : unknownPosition;
    return committed.value;
  }

  async #connectOnce(): Promise<net.Socket> {
    if (this.#socket !== undefined || this.closed) throw new ConnectionLost("the connection was lost");
    // Before the server waits for it: the driver would never settle a login whose password can't be had.
    this.#socket = revealPassword(this.#settings.password).then((password) => {
      this.#password = password;
      return openServerSocket(this.#settings, this.#lifetime.signal);
    });
    const socket = await this.#socket;
    socket.on("data", (chunk: Buffer) => (this.#lastChunk = chunk));
    // Before the driver's own listeners, so that a lost connection is known as such when its queries fail.
    socket.once("error", () => this.#closedNow());
    socket.once("close", () => this.#closedNow());
    // Where this process stood still, what has come meanwhile is read first.
    socket.on("timeout", () => void setImmediate((before) => this.#endSilence(before), this.#lastChunk));
    this.#openSocket = socket;
    this.#limitSilence();
    return socket;
  }

  #limitSilence(): void {
    this.#openSocket?.setTimeout(
      this.#statementTimeout === 0 ? 0 : this.#statementTimeout + this.#settings.silenceTimeout,
    );
  }

  #endSilence(chunkBefore: Buffer | undefined): void {
    if (this.#unsettled.size === 0 || this.#lastChunk !== chunkBefore) return;
    this.destroy(new ConnectionLost("nothing came from it for longer than a statement may take"));
  }

  #send(query: DriverQuery): Promise<DriverAnswer> {
    if (this.#lost === undefined) this.#sendToDriver(query);
    else query.reject(this.#lost);
    return query.answer;
  }

  #closedNow(reason?: Error): void {
    if (this.#lost !== undefined) return;
    // The driver drops what the server says before it hangs up, as that a time limit is over.
    this.#lost = reason ?? readLastWords(this.#lastChunk) ?? new ConnectionLost("the connection was lost");
    // The driver leaves some queries of a lost connection unsettled for ever.
    this.#unsettled.rejectAll(this.#lost);
    this.#stopCancelling();
    this.#onClose(this);
  }

  #stopCancelling(): void {
    clearInterval(this.#canceller);
    this.#canceller = undefined;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of several addresses tried in vain, Node makes an error without a message.
  return error.message || String((error as NodeJS.ErrnoException).code);
}
