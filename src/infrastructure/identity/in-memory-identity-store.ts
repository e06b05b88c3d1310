import { AsyncLocalStorage } from "node:async_hooks";
import type { Transactions } from "#application/shared/transactions.ts";
import type { SessionId, SessionSnapshot } from "#domain/identity/session.ts";
import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import { NotCommitted } from "#infrastructure/shared/database/errors.ts";

/** The tables of identity as maps, for tests that need no database. */
export class InMemoryIdentityStore implements Transactions {
  readonly users = new Map<UserId, UserSnapshot>();
  readonly sessions = new Map<SessionId, SessionSnapshot>();
  readonly #ambient = new AsyncLocalStorage<{ joinedWorkFailed: boolean }>();
  #last: Promise<unknown> = Promise.resolve();

  /** One at a time; inside another it is a part of it. Every write of a repository runs in here. */
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
    const users = [...this.users];
    const sessions = [...this.sessions];
    try {
      const transaction = { joinedWorkFailed: false };
      const result = await this.#ambient.run(transaction, work);
      if (transaction.joinedWorkFailed) throw new NotCommitted("A work that had joined the transaction failed.");
      return result;
    } catch (error) {
      this.users.clear();
      this.sessions.clear();
      for (const [id, user] of users) this.users.set(id, user);
      for (const [id, session] of sessions) this.sessions.set(id, session);
      throw error;
    }
  }
}
