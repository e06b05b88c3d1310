import type { SessionId, SessionSnapshot } from "#domain/identity/session.ts";
import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import { InMemoryTransactions } from "#infrastructure/shared/in-memory/in-memory-transactions.ts";

/** The tables of identity as maps. */
export class InMemoryIdentityStore extends InMemoryTransactions {
  readonly users = new Map<UserId, UserSnapshot>();
  readonly sessions = new Map<SessionId, SessionSnapshot>();
  protected readonly tables = [this.users, this.sessions];
}
