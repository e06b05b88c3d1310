import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionOptions, DataSource, TransactionOptions } from "./data-source.ts";
import { AcquireTimeout, DatabaseUnavailable, DataSourceMisuse } from "./errors.ts";
import { createDataSource, type DataSourceOptions, type Pool, type PooledDataSource } from "./postgres-data-source.ts";
import type { PostgresSession } from "./postgres-session.ts";
import { positionOf, unknownPosition, type WritePositions } from "./write-positions.ts";

export interface ReplicaDataSourceOptions extends Omit<DataSourceOptions, "positions"> {
  /** Of the replicas: one host, or several that are tried in turn. `target_session_attrs` is `standby` unless it says another. */
  readonly url: string;
  /** Reads when no replica can, or none has caught up. Made with the same `positions`. */
  readonly primary: PooledDataSource;
  readonly positions: WritePositions;
  /** How long a read waits for the replica to catch up before it goes to the primary, in milliseconds. Default: 200. */
  readonly patience?: number;
}

/** Milliseconds between two looks at how far the replica is. */
const lookInterval = 5;
/** Milliseconds that a replica has to say how far it is, however short the patience: a slow answer isn't silence. */
const leastAnswerTime = 100;
/** Milliseconds for which reads go to the primary at once after no replica could be reached. */
const leftAlone = 5_000;

const whereItIs = "SELECT pg_is_in_recovery() AS follows, pg_last_wal_replay_lsn()::text AS position";

/** Where the replica is. One that doesn't say so in time is cut, so that its answer can't be taken for another's. */
async function within(milliseconds: number, session: PostgresSession): Promise<object> {
  let last: NodeJS.Immediate | undefined;
  // An answer that has come while this process stood still is read first.
  const limit = setTimeout(() => (last = setImmediate(() => session.destroy())), milliseconds);
  try {
    const [row] = await session.control(whereItIs);
    return row ?? {};
  } catch (cause) {
    throw new ReplicaUnusable("It doesn't say where it is.", { cause });
  } finally {
    clearTimeout(limit);
    clearImmediate(last);
  }
}

/** The work was not begun. */
class ReplicaUnusable extends Error {}

/**
 * A `DataSource` that reads from replicas, and refuses to write. What is read contains what was written before in the same
 * request (see `WritePositions`): the replica is given `patience` to catch up, then the primary is read. Inside a
 * transaction of the primary it joins that one; inside a read, the primary refuses to write too, whoever is read.
 *
 * @throws TypeError for a malformed `url`
 */
export function createReplicaDataSource({
  primary,
  positions,
  patience = 200,
  ...options
}: ReplicaDataSourceOptions): PooledDataSource {
  const lending = (pool: Pool) => lendingCaughtUp(pool, positions, patience);
  const replica = createDataSource({ connectTimeout: 1_000, ...options }, { target: "standby", lending });
  return new ReplicaDataSource(replica, primary);
}

class ReplicaDataSource implements PooledDataSource {
  readonly #replica: PooledDataSource;
  readonly #primary: PooledDataSource;
  #unreachableUntil = 0;

  constructor(replica: PooledDataSource, primary: PooledDataSource) {
    this.#replica = replica;
    this.#primary = primary;
  }

  get pool(): PooledDataSource["pool"] {
    return this.#replica.pool;
  }

  get inTransaction(): boolean {
    return this.#replica.inTransaction || this.#primary.inTransaction;
  }

  withConnection: DataSource["withConnection"] = (work, options: ConnectionOptions = {}) =>
    this.#read(
      () => this.#primary.refusingWrites(() => this.#replica.withConnection(work, options)),
      () => this.#primary.withTransaction(work, { ...options, readOnly: true }),
    );

  withTransaction: DataSource["withTransaction"] = async (work, options: TransactionOptions = {}) => {
    if (options.readOnly === false || options.isolation === "serializable") {
      throw new DataSourceMisuse(
        "A transaction on a replica can neither write nor be serializable: leave that out, or take the primary's DataSource.",
      );
    }
    const readOnly = { ...options, readOnly: true };
    return this.#read(
      () => this.#primary.refusingWrites(() => this.#replica.withTransaction(work, readOnly)),
      () => this.#primary.withTransaction(work, readOnly),
    );
  };

  /** It always does. */
  refusingWrites<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** Closes the connections to the replicas. */
  close(patience?: number): Promise<void> {
    return this.#replica.close(patience);
  }

  async #read<T>(fromReplica: () => Promise<T>, fromPrimary: () => Promise<T>): Promise<T> {
    if (this.#primary.inTransaction || performance.now() < this.#unreachableUntil) return fromPrimary();
    try {
      return await fromReplica();
    } catch (error) {
      if (!(error instanceof ReplicaUnusable)) throw error;
      if (error.cause !== undefined) this.#unreachableUntil = performance.now() + leftAlone;
      return fromPrimary();
    }
  }
}

/** Lends the sessions of `pool` only when their server has all that the borrower must see. */
function lendingCaughtUp(pool: Pool, positions: WritePositions, patience: number): Pool {
  const replayed = new WeakMap<PostgresSession, bigint>();

  const catchUp = async (session: PostgresSession, signal: AbortSignal | undefined): Promise<void> => {
    // Where the URL says `any`, as in development, it may be the primary.
    if (!session.standby) return;
    const { token } = positions;
    if (token === unknownPosition) throw new ReplicaUnusable("Nobody knows how far it should be.");
    const wanted = positionOf(token ?? "0/0");
    const deadline = performance.now() + patience;
    while ((replayed.get(session) ?? 0n) < wanted) {
      const row = await within(Math.max(patience, leastAnswerTime), session);
      const { follows, position } = row as { follows: boolean; position: string | null };
      if (!follows) {
        session.retire();
        throw new ReplicaUnusable("It has been promoted.");
      }
      replayed.set(session, positionOf(position ?? "0/0"));
      if ((replayed.get(session) ?? 0n) >= wanted) return;
      if (performance.now() + lookInterval > deadline || signal?.aborted) throw new ReplicaUnusable("It is behind.");
      await pause(lookInterval);
    }
  };

  return {
    get state() {
      return pool.state;
    },
    release: (session) => pool.release(session),
    discardIdle: () => pool.discardIdle(),
    renew: () => pool.renew(),
    end: (milliseconds) => pool.end(milliseconds),
    async acquire(timeout, signal) {
      let session: PostgresSession;
      try {
        session = await pool.acquire(timeout, signal);
      } catch (cause) {
        // Too many readers for the pool would be too many for the primary's.
        if (!(cause instanceof DatabaseUnavailable) || cause instanceof AcquireTimeout) throw cause;
        throw new ReplicaUnusable("It can't be reached.", { cause });
      }
      try {
        await catchUp(session, signal);
        return session;
      } catch (error) {
        pool.release(session);
        throw error instanceof DatabaseUnavailable ? new ReplicaUnusable("It was lost.", { cause: error }) : error;
      }
    },
  };
}
