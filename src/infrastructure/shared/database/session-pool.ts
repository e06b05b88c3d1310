import { AcquireTimeout, DatabaseUnavailable, WorkAborted } from "./errors.ts";
import type { PostgresSession } from "./postgres-session.ts";

export interface PoolLimits {
  /** Connections at most. */
  readonly size: number;
  /** Milliseconds to wait for a free connection. */
  readonly acquireTimeout: number;
  /** Milliseconds after which an unused connection is closed. */
  readonly idleTimeout: number;
  /** Milliseconds after which a connection is not used again. */
  readonly maxLifetime: number;
}

interface Waiter {
  resolve(session: PostgresSession): void;
  reject(error: Error): void;
}

/** Lends sessions, the most recently used first; first come, first served where all are lent. */
export class SessionPool {
  readonly #limits: PoolLimits;
  readonly #open: (onClose: (session: PostgresSession) => void) => Promise<PostgresSession>;
  readonly #idle: { readonly session: PostgresSession; readonly timer: NodeJS.Timeout }[] = [];
  readonly #lent = new Set<PostgresSession>();
  readonly #waiters = new Set<Waiter>();
  readonly #whenReturned = new Set<() => void>();
  readonly #closing = new Set<Promise<void>>();
  #opening = 0;
  #ended = false;

  constructor(limits: PoolLimits, open: (onClose: (session: PostgresSession) => void) => Promise<PostgresSession>) {
    this.#limits = limits;
    this.#open = open;
  }

  /** @throws AcquireTimeout, DatabaseUnavailable, WorkAborted */
  async acquire(timeout = this.#limits.acquireTimeout, signal?: AbortSignal): Promise<PostgresSession> {
    if (this.#ended) throw new DatabaseUnavailable("The DataSource is closed.");
    if (signal?.aborted) throw new WorkAborted("The work was aborted before it had a connection.");
    const idle = this.#takeIdle();
    if (idle !== undefined) return this.#lend(idle);

    const { promise, resolve, reject } = Promise.withResolvers<PostgresSession>();
    const waiter = { resolve, reject };
    const giveUp = (error: Error) => {
      this.#waiters.delete(waiter);
      reject(error);
    };
    this.#waiters.add(waiter);
    this.#grow();
    const timer = setTimeout(() => giveUp(this.#acquireTimeout(timeout)), timeout);
    const abort = () => giveUp(new WorkAborted("The work was aborted while it waited for a connection."));
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Takes a session back. One that isn't as a new one would be is closed. */
  release(session: PostgresSession): void {
    if (!this.#lent.delete(session)) return;
    const old = performance.now() - session.openedAt > this.#limits.maxLifetime;
    if (this.#ended || old || !session.reusable) this.#discard(session);
    else this.#offer(session);
    if (this.#lent.size === 0) for (const notify of this.#whenReturned) notify();
  }

  /** Closes every connection; those that are lent when they come back, or after `patience` milliseconds. */
  async end(patience: number): Promise<void> {
    this.#ended = true;
    for (const waiter of this.#waiters) waiter.reject(new DatabaseUnavailable("The DataSource is closed."));
    for (const { session } of [...this.#idle]) this.#discard(session);
    if (this.#lent.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#whenReturned.add(resolve);
      const timer = setTimeout(resolve, patience);
      await promise;
      clearTimeout(timer);
      for (const session of this.#lent) session.destroy();
    }
    await Promise.all(this.#closing);
  }

  #takeIdle(): PostgresSession | undefined {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle === undefined) return undefined;
      clearTimeout(idle.timer);
      if (idle.session.reusable) return idle.session;
      this.#discard(idle.session);
    }
  }

  #lend(session: PostgresSession): PostgresSession {
    session.leasedAt = performance.now();
    session.lastStatement = "nothing yet";
    this.#lent.add(session);
    return session;
  }

  #offer(session: PostgresSession): void {
    const [waiter] = this.#waiters;
    if (waiter !== undefined) {
      this.#waiters.delete(waiter);
      waiter.resolve(this.#lend(session));
      return;
    }
    const timer = setTimeout(() => this.#discard(session), this.#limits.idleTimeout).unref();
    this.#idle.push({ session, timer });
  }

  #discard(session: PostgresSession): void {
    const closing = session.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    this.#forget(session);
  }

  /** Also called when a session's connection is lost, at any time. */
  #forget(session: PostgresSession): void {
    const at = this.#idle.findIndex((idle) => idle.session === session);
    if (at >= 0) clearTimeout(this.#idle.splice(at, 1)[0]?.timer);
    this.#grow();
  }

  /** Opens connections for those who wait, as far as the limit allows. */
  #grow(): void {
    while (!this.#ended && this.#opening < this.#waiters.size && this.#size < this.#limits.size) {
      this.#opening++;
      void this.#openOne();
    }
  }

  async #openOne(): Promise<void> {
    try {
      const session = await this.#open((lost) => this.#forget(lost));
      this.#opening--;
      if (this.#ended) await session.close();
      else this.#offer(session);
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
    return this.#idle.length + this.#lent.size + this.#opening;
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
