import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { readConnectionSettings, type SessionLimits } from "./connection-settings.ts";
import type { ConnectionOptions, DataSource, TransactionOptions } from "./data-source.ts";
import { OutcomeUnknown, WorkAborted } from "./errors.ts";
import type { DatabaseObserver } from "./observer.ts";
import { PostgresSession } from "./postgres-session.ts";
import type { Scope } from "./scope.ts";
import { type PoolLimits, SessionPool } from "./session-pool.ts";
import type { Connection } from "./statement.ts";
import { refuseImpossible, refuseToJoin } from "./transaction-options.ts";
import { UnitOfWork } from "./unit-of-work.ts";

export interface DataSourceOptions extends Partial<SessionLimits>, Partial<PoolLimits> {
  /** `postgres://user:password@host:port/database`, as `readConnectionSettings` takes it. */
  readonly url: string;
  readonly observer?: DatabaseObserver;
}

/** A `DataSource` with the pool that stands behind it. */
export interface PooledDataSource extends DataSource {
  /** Lets lent connections come back for up to `patience` milliseconds (5,000), then cuts them; no new work starts. */
  close(patience?: number): Promise<void>;
}

const defaults = {
  size: 10,
  acquireTimeout: 5_000,
  idleTimeout: 60_000,
  maxLifetime: 30 * 60_000,
  connectTimeout: 5_000,
  statementTimeout: 30_000,
  lockTimeout: 10_000,
  idleInTransactionTimeout: 30_000,
  transactionTimeout: 60_000,
} satisfies SessionLimits & PoolLimits;

const unobserved: DatabaseObserver = { statementStarted: () => () => undefined, transactionRetried: () => undefined };

/**
 * Makes a `DataSource` of up to `size` connections; none is opened before the first is needed.
 *
 * @throws TypeError for a malformed `url`
 */
export function createDataSource({ url, observer = unobserved, ...limits }: DataSourceOptions): PooledDataSource {
  const given = { ...defaults, ...limits };
  const settings = readConnectionSettings(url, given);
  const pool = new SessionPool(given, (onClose) => PostgresSession.open(settings, onClose));
  return new PostgresDataSource(pool, observer);
}

/** Where the work at hand runs. */
interface Place {
  readonly unit: UnitOfWork;
  readonly scope: Scope;
}

class PostgresDataSource implements PooledDataSource {
  readonly #pool: SessionPool;
  readonly #observer: DatabaseObserver;
  readonly #ambient = new AsyncLocalStorage<Place>();

  constructor(pool: SessionPool, observer: DatabaseObserver) {
    this.#pool = pool;
    this.#observer = observer;
  }

  async withConnection<T>(work: (connection: Connection) => Promise<T>, options: ConnectionOptions = {}): Promise<T> {
    const running = this.#running();
    if (running !== undefined) return work(running.scope);
    const session = await this.#pool.acquire(options.acquireTimeout, options.signal);
    return this.#runOnce(new UnitOfWork(session, this.#observer, { ...options, transaction: false }), session, work);
  }

  async withTransaction<T>(
    work: (transaction: Connection) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    refuseImpossible(options);
    const running = this.#running();
    if (running?.unit.transaction !== true) return this.#retrying(work, options);
    refuseToJoin(running.unit.options, options);
    if (options.savepoint !== true) return running.scope.join(work);
    const { unit, scope } = running;
    return unit.nest(scope, (part) => this.#ambient.run({ unit, scope: part }, () => work(part)));
  }

  close(patience = 5_000): Promise<void> {
    return this.#pool.end(patience);
  }

  #running(): Place | undefined {
    const running = this.#ambient.getStore();
    return running?.scope.over === true ? undefined : running;
  }

  async #retrying<T>(work: (transaction: Connection) => Promise<T>, options: TransactionOptions): Promise<T> {
    const { attempts = 3, acquireTimeout, signal } = options;
    for (let attempt = 1; ; attempt++) {
      const session = await this.#pool.acquire(acquireTimeout, signal);
      const unit = new UnitOfWork(session, this.#observer, { ...options, transaction: true });
      try {
        return await this.#runOnce(unit, session, work);
      } catch (error) {
        const conflict = unit.conflictBehind(error);
        if (conflict === undefined || error instanceof OutcomeUnknown) throw error;
        if (attempt >= attempts) throw conflict;
        this.#observer.transactionRetried(attempt + 1, conflict);
        await pauseBefore(attempt + 1, signal);
      }
    }
  }

  async #runOnce<T>(
    unit: UnitOfWork,
    session: PostgresSession,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    try {
      const result = await this.#ambient.run({ unit, scope: unit.scope }, () => work(unit.scope));
      await unit.complete();
      return result;
    } catch (error) {
      await unit.fail();
      throw error;
    } finally {
      this.#pool.release(session);
    }
  }
}

/** Full jitter, see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. */
async function pauseBefore(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const milliseconds = Math.random() * Math.min(1_000, 10 * 2 ** attempt);
  await pause(milliseconds, undefined, signal && { signal }).catch(() => {
    throw new WorkAborted("The work was aborted while it waited to run again.");
  });
}
