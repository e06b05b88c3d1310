import { AcquireTimeout, DatabaseUnavailable, withCallers, WorkAborted } from "./errors.ts";
import type { DatabaseObserver } from "./observer.ts";
import type { Lease, PostgresSession } from "./postgres-session.ts";

export interface PoolLimits {
  /** Connections at most. */
  readonly size: number;
  /** Milliseconds to wait for a free connection. */
  readonly acquireTimeout: number;
  /** Milliseconds after which an unused connection is closed. */
  readonly idleTimeout: number;
  /** Milliseconds after which a connection is not used again. */
  readonly maxLifetime: number;
  /** Milliseconds after which the observer is told that a connection is still lent; 0: never. */
  readonly leakWarning: number;
}

export interface PoolObservation {
  readonly observer: DatabaseObserver;
  /** Whether to remember where each connection was taken, for the warning. */
  readonly traceLeases: boolean;
}

/** How many connections a pool has, by what they do, and how many wait for one. */
export interface PoolState {
  readonly size: number;
  readonly lent: number;
  readonly idle: number;
  readonly opening: number;
  readonly waiting: number;
}

/** Opens a session, or gives it up when the signal says so. */
type OpenSession = (onClose: (session: PostgresSession) => void, signal: AbortSignal) => Promise<PostgresSession>;

/** What Node's timers can wait, in milliseconds; more would be taken for 1. */
const longestTimer = 2 ** 31 - 1;

interface Waiter {
  resolve(session: PostgresSession): void;
  reject(error: Error): void;
}

/** Lends sessions, the most recently used first; first come, first served where all are lent. */
export class SessionPool {
  readonly #limits: PoolLimits;
  readonly #open: OpenSession;
  readonly #observer: DatabaseObserver;
  readonly #traceLeases: boolean;
  readonly #idle: PostgresSession[] = [];
  readonly #lent = new Set<PostgresSession>();
  readonly #waiters = new Set<Waiter>();
  readonly #whenReturned = new Set<() => void>();
  readonly #closing = new Set<Promise<void>>();
  readonly #openings = new AbortController();
  readonly #watch: NodeJS.Timeout;
  #opening = 0;
  /** Not lent any more, but the server may still count them. */
  #leaving = 0;
  #ended = false;

  constructor(limits: PoolLimits, open: OpenSession, { observer, traceLeases }: PoolObservation) {
    this.#limits = limits;
    this.#open = open;
    this.#observer = observer;
    this.#traceLeases = traceLeases;
    // One for all: a timer of its own for each time that a connection is idle costs more than lending it.
    const shortest = Math.min(limits.idleTimeout, limits.leakWarning || Infinity);
    this.#watch = setInterval(() => this.#lookAround(), Math.min(Math.ceil(shortest / 4), longestTimer)).unref();
  }

  get state(): PoolState {
    return {
      size: this.#limits.size,
      lent: this.#lent.size,
      idle: this.#idle.length,
      opening: this.#opening,
      waiting: this.#waiters.size,
    };
  }

  /**
   * Lends a session, without a promise where one is idle.
   *
   * @throws DatabaseUnavailable, WorkAborted at once; the promise rejects with these and AcquireTimeout
   */
  acquire(timeout = this.#limits.acquireTimeout, signal?: AbortSignal): PostgresSession | Promise<PostgresSession> {
    if (this.#ended) throw new DatabaseUnavailable("The DataSource is closed.");
    if (signal?.aborted) throw new WorkAborted("The work was aborted before it had a connection.");
    const place = this.#traceLeases ? callers() : undefined;
    const idle = this.#takeIdle();
    return idle === undefined ? this.#acquireLater(timeout, signal, place) : this.#hand(this.#lend(idle), 0, place);
  }

  /** Takes a session back. One that isn't as a new one would be is closed. */
  release(session: PostgresSession): void {
    if (!this.#lent.delete(session)) return;
    const now = performance.now();
    const old = now - session.openedAt > this.#limits.maxLifetime;
    if (this.#ended || old || !session.reusable) this.#discard(session);
    else this.#offer(session, now);
    if (this.#lent.size === 0) for (const notify of this.#whenReturned) notify();
  }

  /** Lends none of the present connections again. */
  renew(): void {
    for (const session of this.#lent) session.retire();
    this.discardIdle();
  }

  /** Closes the connections that nobody uses. */
  discardIdle(): void {
    for (const session of [...this.#idle]) this.#discard(session);
  }

  /** Closes every connection; those that are lent when they come back, or after `patience` milliseconds. */
  async end(patience: number): Promise<void> {
    this.#ended = true;
    this.#openings.abort();
    clearInterval(this.#watch);
    for (const waiter of this.#waiters) waiter.reject(new DatabaseUnavailable("The DataSource is closed."));
    this.discardIdle();
    if (this.#lent.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#whenReturned.add(resolve);
      const timer = setTimeout(resolve, Math.min(patience, longestTimer));
      await promise;
      clearTimeout(timer);
      for (const session of this.#lent) session.destroy();
    }
    await Promise.all(this.#closing);
  }

  async #acquireLater(
    timeout: number,
    signal: AbortSignal | undefined,
    place: Lease["place"],
  ): Promise<PostgresSession> {
    const asked = performance.now();
    try {
      const session = await this.#wait(timeout, signal);
      return this.#hand(session, session.leasedAt - asked, place);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) this.#observer.acquireFailed?.(error, performance.now() - asked);
      throw withCallers(error);
    }
  }

  async #wait(timeout: number, signal: AbortSignal | undefined): Promise<PostgresSession> {
    const { promise, resolve, reject } = Promise.withResolvers<PostgresSession>();
    const waiter = { resolve, reject };
    const giveUp = (error: Error) => {
      this.#waiters.delete(waiter);
      reject(error);
    };
    this.#waiters.add(waiter);
    this.#grow();
    const timer = setTimeout(() => giveUp(this.#acquireTimeout(timeout)), Math.min(timeout, longestTimer));
    const abort = () => giveUp(new WorkAborted("The work was aborted while it waited for a connection."));
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Called where it was asked for, so that the observer knows on whose behalf. */
  #hand(session: PostgresSession, waited: number, place: Lease["place"]): PostgresSession {
    const warn = this.#observer.connectionAcquired?.(waited);
    if (warn !== undefined) session.lease = { warn, place };
    return session;
  }

  /** Closes what was idle for too long, and tells of what is lent for too long. */
  #lookAround(): void {
    const now = performance.now();
    const { idleTimeout, leakWarning } = this.#limits;
    for (const session of this.#idle.filter(({ idleSince }) => now - idleSince >= idleTimeout)) this.#discard(session);
    if (leakWarning === 0) return;
    for (const session of this.#lent) {
      const { lease, leasedAt, lastStatement: statement } = session;
      const milliseconds = now - leasedAt;
      if (lease === undefined || milliseconds < leakWarning) continue;
      lease.warn({ milliseconds, statement, takenAt: lease.place && linesOf(lease.place) });
      session.lease = undefined;
    }
  }

  #takeIdle(): PostgresSession | undefined {
    for (;;) {
      const session = this.#idle.pop();
      if (session === undefined || session.reusable) return session;
      this.#discard(session);
    }
  }

  #lend(session: PostgresSession): PostgresSession {
    session.leasedAt = performance.now();
    session.lastStatement = "nothing yet";
    session.lease = undefined;
    session.position = undefined;
    this.#lent.add(session);
    return session;
  }

  #offer(session: PostgresSession, now: number): void {
    const [waiter] = this.#waiters;
    if (waiter !== undefined) {
      this.#waiters.delete(waiter);
      waiter.resolve(this.#lend(session));
      return;
    }
    session.idleSince = now;
    this.#idle.push(session);
  }

  #discard(session: PostgresSession): void {
    this.#leaving++;
    const closing = session.close().finally(() => {
      this.#leaving--;
      this.#closing.delete(closing);
      this.#grow();
    });
    this.#closing.add(closing);
    this.#forget(session);
  }

  /** Also called when a session's connection is lost, at any time. */
  #forget(session: PostgresSession): void {
    const at = this.#idle.indexOf(session);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#grow();
  }

  /** Opens connections for those who wait, as far as the limit allows. */
  #grow(): void {
    while (!this.#ended && this.#opening < this.#waiters.size && this.#size < this.#limits.size) {
      this.#opening++;
      const opening = this.#openOne().finally(() => this.#closing.delete(opening));
      this.#closing.add(opening);
    }
  }

  async #openOne(): Promise<void> {
    try {
      const session = await this.#open((lost) => this.#forget(lost), this.#openings.signal);
      this.#opening--;
      if (this.#ended) await session.close();
      else this.#offer(session, performance.now());
    } catch (error) {
      this.#opening--;
      const [waiter] = this.#waiters;
      if (waiter !== undefined) {
        this.#waiters.delete(waiter);
        waiter.reject(error as Error);
      }
      this.#grow();
    }
  }

  get #size(): number {
    return this.#idle.length + this.#lent.size + this.#opening + this.#leaving;
  }

  #acquireTimeout(timeout: number): AcquireTimeout {
    const holders = [...this.#lent].map(({ leasedAt, lastStatement }) => {
      const seconds = ((performance.now() - leasedAt) / 1000).toFixed(1);
      return `${lastStatement} for ${seconds} s`;
    });
    const held = holders.length > 0 ? `, held by ${holders.join(", ")}` : "";
    const made = this.#opening > 0 ? `, ${this.#opening} being made` : "";
    return new AcquireTimeout(
      `No connection became free within ${timeout} ms: ` +
        `${this.#lent.size} of ${this.#limits.size} are lent${held}${made}.`,
    );
  }
}

/** The calls that led here; they are put into words only when somebody asks. */
function callers(): { readonly stack?: string } {
  const place = {};
  Error.captureStackTrace(place, callers);
  return place;
}

/** Without those of this folder, which are the same for everybody. */
function linesOf({ stack = "" }: { readonly stack?: string }): string[] {
  const lines = stack.split("\n").slice(1);
  return lines.filter((line) => !line.includes(import.meta.dirname)).map((line) => line.trim());
}
