import { AsyncLocalStorage } from "node:async_hooks";
import type { Transactions } from "#application/shared/transactions.ts";
import { NotCommitted } from "#infrastructure/shared/database/errors.ts";

/** The tables of a context as maps, for tests that need no database. Every write of a repository goes through `run`. */
export abstract class InMemoryTransactions implements Transactions {
  readonly #ambient = new AsyncLocalStorage<{ joinedWorkFailed: boolean }>();
  #last: Promise<unknown> = Promise.resolve();

  /** All that a rollback restores. */
  protected abstract get tables(): readonly Map<unknown, unknown>[];

  /** One at a time, so serializable whatever is asked for; inside another it is a part of it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const transaction = this.#ambient.getStore();
    if (transaction !== undefined) {
      return work().catch((error: unknown) => {
        transaction.joinedWorkFailed = true;
        throw error;
      });
    }
    const result = this.#last.then(() => this.#runOrRestore(work));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #runOrRestore<T>(work: () => Promise<T>): Promise<T> {
    const before = this.tables.map((table) => [table, [...table]] as const);
    try {
      const transaction = { joinedWorkFailed: false };
      const result = await this.#ambient.run(transaction, work);
      if (transaction.joinedWorkFailed) throw new NotCommitted("A work that had joined the transaction failed.");
      return result;
    } catch (error) {
      for (const [table, rows] of before) {
        table.clear();
        for (const [key, row] of rows) table.set(key, row);
      }
      throw error;
    }
  }
}
