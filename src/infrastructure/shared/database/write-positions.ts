import { AsyncLocalStorage } from "node:async_hooks";

/** A place in PostgreSQL's log, as in `0/1A2B3C`. Whoever gets it handed can ask to see what was written up to there. */
export type ConsistencyToken = string;

/** After a commit whose position could not be had, or that is in doubt: no replica has it, until the next one is known. */
export const unknownPosition: ConsistencyToken = "FFFFFFFF/FFFFFFFF";

interface Memory {
  latest: ConsistencyToken | undefined;
}

/**
 * Where the log stood after the last write: what a replica must have caught up with before its answer can be the truth
 * for who wrote. Give the same one to `createDataSource`, which notes its commits, and to `createReplicaDataSource`.
 */
export class WritePositions {
  readonly #ambient = new AsyncLocalStorage<Memory>();
  readonly #ofProcess: Memory = { latest: undefined };

  /**
   * Runs a request: what is read in it waits for its own writes and those up to `token`, not for those of others.
   * Outside, reads wait for the last write of the whole process.
   *
   * @throws TypeError for a malformed token
   */
  async run<T>(work: () => Promise<T>, token?: ConsistencyToken): Promise<T> {
    if (token !== undefined) positionOf(token);
    return this.#ambient.run({ latest: token }, work);
  }

  /** What a request that follows this one hands to `run` to see all that this one wrote; undefined when it wrote nothing. */
  get token(): ConsistencyToken | undefined {
    return (this.#ambient.getStore() ?? this.#ofProcess).latest;
  }

  /** A transaction has been committed, and the log stood at `position` thereafter. */
  note(position: ConsistencyToken): void {
    for (const memory of [this.#ofProcess, this.#ambient.getStore()]) {
      if (memory === undefined) continue;
      const { latest } = memory;
      if (latest === undefined || latest === unknownPosition || positionOf(position) > positionOf(latest)) {
        memory.latest = position;
      }
    }
  }
}

/** A position as a number that can be compared. @throws TypeError when it isn't one */
export function positionOf(token: ConsistencyToken): bigint {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(token) ?? [];
  if (high === undefined || low === undefined) {
    throw new TypeError(`A consistency token looks like 0/1A2B3C, but ${JSON.stringify(token)} came.`);
  }
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
