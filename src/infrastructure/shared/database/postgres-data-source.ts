import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { readConnectionSettings, type SessionLimits, type TargetServer } from "./connection-settings.ts";
import { ConnectionWork } from "./connection-work.ts";
import type { ConnectionOptions, DataSource, TransactionOptions } from "./data-source.ts";
import { type DatabaseError, type DatabaseUnavailable, NotCommitted, OutcomeUnknown, WorkAborted } from "./errors.ts";
import { IdempotentWork } from "./idempotent-work.ts";
import type { DatabaseObserver, TransactionOutcome } from "./observer.ts";
import { sessionOpener } from "./open-session.ts";
import type { Password } from "./password.ts";
import { isOutdatedPlan } from "./postgres-errors.ts";
import type { PostgresSession } from "./postgres-session.ts";
import { type Scope, ScopedTransaction } from "./scope.ts";
import { type PoolLimits, type PoolState, SessionPool } from "./session-pool.ts";
import type { Connection, Transaction } from "./statement.ts";
import { refuseImpossible, refuseToJoin } from "./transaction-options.ts";
import { TransactionWork } from "./transaction-work.ts";
import type { UnitOfWork } from "./unit-of-work.ts";
import { conflictAmong, leftOverFromRollback, notInnermost, outlivedTransaction } from "./work-errors.ts";
import { unknownPosition, type WritePositions } from "./write-positions.ts";
import { asWrongServer } from "./wrong-server.ts";

export interface DataSourceOptions extends Partial<SessionLimits>, Partial<PoolLimits> {
  /** `postgres://user:password@host:port/database`, as `readConnectionSettings` takes it. */
  readonly url: string;
  /** Instead of the URL's. A function is asked for each new connection. */
  readonly password?: Password | undefined;
  readonly observer?: DatabaseObserver;
  /** Notes the position of each commit, for a `DataSource` that reads from replicas. */
  readonly positions?: WritePositions;
  /** The signal of the request at hand, for work that is given none. */
  readonly currentSignal?: () => AbortSignal | undefined;
  /** Whether to remember where each connection was taken, for the warning about one that is held too long. Default: false. */
  readonly traceLeases?: boolean;
}

/** A `DataSource` with the pool that stands behind it. */
export interface PooledDataSource extends DataSource {
  readonly pool: PoolState;
  /** Whether the work at hand is part of a transaction of this one. */
  readonly inTransaction: boolean;
  /** Runs `work` as a read from elsewhere, during which this one refuses to write, as a read-only transaction would. */
  refusingWrites<T>(work: () => Promise<T>): Promise<T>;
  /** Lets lent connections come back for up to `patience` milliseconds (5,000), then cuts them; no new work starts. */
  close(patience?: number): Promise<void>;
}

const defaults = {
  size: 10,
  acquireTimeout: 5_000,
  idleTimeout: 60_000,
  maxLifetime: 30 * 60_000,
  leakWarning: 30_000,
  connectTimeout: 5_000,
  statementTimeout: 15_000,
  silenceTimeout: 5_000,
  lockTimeout: 10_000,
  idleInTransactionTimeout: 30_000,
  transactionTimeout: 60_000,
} satisfies SessionLimits & PoolLimits;

const unobserved: DatabaseObserver = { statementStarted: () => () => undefined, transactionRetried: () => undefined };

/** The part of a pool that a `DataSource` needs. */
export type Pool = Pick<SessionPool, "acquire" | "release" | "discardIdle" | "renew" | "end" | "state">;

/** What is different where only reads are wanted, from servers that follow another one. */
interface ReadingFrom {
  readonly target: TargetServer;
  /** Puts a condition before sessions are lent. */
  lending(pool: Pool): Pool;
}

/**
 * Makes a `DataSource` of up to `size` connections; none is opened before the first is needed.
 *
 * @throws TypeError for a malformed `url`
 */
export function createDataSource(options: DataSourceOptions, reading?: ReadingFrom): PooledDataSource {
  const { url, password, positions, observer = unobserved, ...others } = options;
  const { currentSignal = () => undefined, traceLeases = false, ...limits } = others;
  const given = { ...defaults, ...limits };
  const settings = readConnectionSettings(url, given, {
    password,
    readOnly: reading !== undefined,
    target: reading?.target,
    tracksPositions: positions !== undefined,
  });
  const pool = new SessionPool(given, sessionOpener(settings), { observer, traceLeases });
  return new PostgresDataSource(reading?.lending(pool) ?? pool, observer, {
    // A pooler takes no limits for the session: they go with each BEGIN.
    limits: settings.pooled ? given : {},
    readOnly: reading !== undefined,
    positions,
    currentSignal,
  });
}

interface Nature {
  /** Unless a transaction has its own. */
  readonly limits: Partial<SessionLimits>;
  readonly readOnly: boolean;
  readonly positions: WritePositions | undefined;
  readonly currentSignal: () => AbortSignal | undefined;
}

/** Where the work at hand runs. */
interface Place {
  readonly unit: ConnectionWork | TransactionWork;
  readonly scope: Scope;
  /** Until a work that has joined is over. */
  isUnfinished?: boolean;
}

class PostgresDataSource implements PooledDataSource {
  readonly #pool: Pool;
  readonly #observer: DatabaseObserver;
  readonly #nature: Nature;
  readonly #ambient = new AsyncLocalStorage<Place>();
  readonly #readElsewhere = new AsyncLocalStorage<{ over: boolean }>();

  constructor(pool: Pool, observer: DatabaseObserver, nature: Nature) {
    this.#pool = pool;
    this.#observer = observer;
    this.#nature = nature;
  }

  get pool(): PoolState {
    return this.#pool.state;
  }

  get inTransaction(): boolean {
    return this.#running()?.unit.transaction === true;
  }

  async withConnection<T>(work: (connection: Connection) => Promise<T>, options: ConnectionOptions = {}): Promise<T> {
    const running = this.#running();
    if (running?.unit.transaction === true) return this.#inside(running, ({ scope }) => scope.lend(work));
    if (this.#refusesWrites) return this.withTransaction(work, { ...options, readOnly: true });
    if (running !== undefined) return work(running.scope);
    const given = this.#withSignal(options);
    const session = await this.#pool.acquire(given.acquireTimeout, given.signal);
    return this.#runOnce(new ConnectionWork(session, this.#observer, given), session, work);
  }

  async withTransaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    refuseImpossible(options);
    const running = this.#running();
    if (running?.unit.transaction !== true) {
      if (this.#refusesWrites) refuseToJoin({ ...options, readOnly: true }, options);
      return this.#retrying(work, this.#withSignal(options));
    }
    refuseToJoin(running.unit.options, options);
    const join = ({ scope }: Place) => scope.join(work);
    if (options.savepoint !== true) return this.#inside(running, join);
    const { unit } = running;
    return unit.nest(running.scope, (scope) => this.#inside({ unit, scope }, join));
  }

  async refusingWrites<T>(work: () => Promise<T>): Promise<T> {
    const read = { over: false };
    try {
      return await this.#readElsewhere.run(read, work);
    } finally {
      read.over = true;
    }
  }

  close(patience = 5_000): Promise<void> {
    return this.#pool.end(patience);
  }

  get #refusesWrites(): boolean {
    return this.#readElsewhere.getStore()?.over === false;
  }

  #running(): Place | undefined {
    const running = this.#ambient.getStore();
    if (running?.scope.over !== true) return running;
    if (!running.unit.over) throw notInnermost(running.scope);
    if (running.isUnfinished === true) throw outlivedTransaction();
    if (running.unit.transaction && running.unit.scope.failure !== undefined) throw leftOverFromRollback();
    return undefined;
  }

  /** Runs a work that has joined, so that it can't go on by itself when the transaction has ended without it. */
  async #inside<T>({ unit, scope }: Place, work: (place: Place) => Promise<T>): Promise<T> {
    const place = { unit, scope, isUnfinished: true };
    try {
      return await this.#ambient.run(place, () => work(place));
    } finally {
      place.isUnfinished = false;
    }
  }

  #withSignal<Options extends ConnectionOptions>(options: Options): Options {
    if (options.signal !== undefined) return options;
    const signal = this.#nature.currentSignal();
    return signal === undefined ? options : { ...options, signal };
  }

  async #retrying<T>(work: (transaction: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
    const { attempts = 3, idempotencyKey } = options;
    const idempotent = idempotencyKey === undefined ? undefined : new IdempotentWork(idempotencyKey, work);
    for (let attempt = 1; ; attempt++) {
      let unit: TransactionWork | undefined;
      let reason: DatabaseError | undefined;
      try {
        if (attempt > 1) await pauseBefore(attempt, options.signal);
        const session = await this.#pool.acquire(options.acquireTimeout, options.signal);
        unit = new TransactionWork(session, this.#observer, { ...this.#nature.limits, ...options });
        return await this.#runOnce(unit, session, idempotent?.run ?? work);
      } catch (error) {
        if (idempotent?.committed !== undefined) return idempotent.committed.value;
        const doubt = idempotent?.assess(error);
        const conflict =
          error instanceof OutcomeUnknown ? undefined : (conflictAmong(error) ?? conflictAmong(unit?.scope.failure));
        reason = doubt === undefined ? conflict : doubt.repeatable ? doubt.error : undefined;
        if (reason === undefined || attempt >= attempts) throw doubt?.error ?? conflict ?? error;
      }
      this.#observer.transactionRetried(attempt + 1, reason);
    }
  }

  async #runOnce<T>(
    unit: ConnectionWork | TransactionWork,
    session: PostgresSession,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    try {
      const transaction = new ScopedTransaction(unit.scope);
      // A promise made there: of what only looks like one, `then` would be called outside.
      const inside = () => Promise.resolve(work(transaction));
      const result = await this.#ambient.run({ unit, scope: unit.scope }, inside);
      await unit.complete(transaction);
      const { position } = session;
      if (position !== undefined && unit.options.readOnly !== true) this.#nature.positions?.note(position);
      this.#ended(unit, session, "committed");
      return result;
    } catch (cause) {
      unit.scope.failure ??= cause ?? new Error("The work was rejected without an error.");
      await unit.fail();
      const error = this.#leaveWrongServer(unit, session, cause) ?? unit.beginFailure ?? cause;
      // Whoever reads what has become of it must not be told by a replica that is behind.
      if (error instanceof OutcomeUnknown && unit.options.readOnly !== true)
        this.#nature.positions?.note(unknownPosition);
      // Only the first one to find out: what has been opened since is new.
      if (session.reusable && unit.failures.some(isOutdatedPlan)) this.#pool.renew();
      this.#ended(unit, session, outcomeOf(error));
      throw error;
    } finally {
      this.#pool.release(session);
    }
  }

  #ended({ transaction }: UnitOfWork, { leasedAt }: PostgresSession, outcome: TransactionOutcome): void {
    if (transaction) this.#observer.transactionEnded?.(outcome, performance.now() - leasedAt);
  }

  /** The connections to a server that has stopped taking writes are of no use. */
  #leaveWrongServer(unit: UnitOfWork, session: PostgresSession, error: unknown): DatabaseUnavailable | undefined {
    if (this.#nature.readOnly || unit.options.readOnly === true) return undefined;
    const own = unit.failures.find((failure) => failure === error || failure === unit.scope.failure);
    const wrongServer = own === undefined ? undefined : asWrongServer(own);
    if (wrongServer === undefined) return undefined;
    session.retire();
    this.#pool.discardIdle();
    return wrongServer;
  }
}

function outcomeOf(error: unknown): TransactionOutcome {
  if (error instanceof OutcomeUnknown) return "unknown";
  return error instanceof NotCommitted ? "refused" : "rolled back";
}

/** Full jitter, see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. */
async function pauseBefore(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const milliseconds = Math.random() * Math.min(1_000, 10 * 2 ** attempt);
  await pause(milliseconds, undefined, signal && { signal }).catch(() => {
    throw new WorkAborted("The work was aborted while it waited to run again.");
  });
}
