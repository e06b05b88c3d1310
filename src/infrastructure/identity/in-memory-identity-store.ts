import type { Transactions } from "#application/shared/transactions.ts";
import type { SessionId, SessionSnapshot } from "#domain/identity/session.ts";
import type { UserId, UserSnapshot } from "#domain/identity/user.ts";

/** The tables of identity as maps, for tests that need no database. */
export class InMemoryIdentityStore implements Transactions {
  readonly users = new Map<UserId, UserSnapshot>();
  readonly sessions = new Map<SessionId, SessionSnapshot>();
  #running: Promise<unknown> = Promise.resolve();

  /** One at a time. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#running.then(() => this.#runOrRestore(work));
    this.#running = result.catch(() => undefined);
    return result;
  }

  async #runOrRestore<T>(work: () => Promise<T>): Promise<T> {
    const users = [...this.users];
    const sessions = [...this.sessions];
    try {
      return await work();
    } catch (error) {
      this.users.clear();
      this.sessions.clear();
      for (const [id, user] of users) this.users.set(id, user);
      for (const [id, session] of sessions) this.sessions.set(id, session);
      throw error;
    }
  }
}
