import { SessionNotFound } from "#domain/identity/errors.ts";
import type { SessionFactory } from "#domain/identity/session-factory.ts";
import type { SessionRepository } from "#domain/identity/session-repository.ts";
import type { Session, SessionId } from "#domain/identity/session.ts";
import type { UserId } from "#domain/identity/user.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { InMemoryIdentityStore } from "./in-memory-identity-store.ts";

/** Keeps the same promises as `PostgresSessionRepository`: both pass the contract suite. */
export class InMemorySessionRepository implements SessionRepository {
  readonly #store: InMemoryIdentityStore;
  readonly #factory: SessionFactory;
  readonly #clock: Clock;

  constructor(store: InMemoryIdentityStore, factory: SessionFactory, clock: Clock) {
    this.#store = store;
    this.#factory = factory;
    this.#clock = clock;
  }

  create({ snapshot }: Session): Promise<void> {
    return this.#store.run(async () => {
      this.#store.sessions.set(snapshot.id, snapshot);
    });
  }

  async read(id: SessionId): Promise<Session> {
    const found = this.#store.sessions.get(id);
    if (found === undefined) throw new SessionNotFound();
    return this.#factory.restore(found);
  }

  update(id: SessionId, change: Change<Session>): Promise<Session> {
    return this.#store.run(async () => {
      const session = await this.read(id);
      if (!applyChange(session, change)) return session;
      const changed = { ...session.snapshot, version: session.snapshot.version + 1 };
      this.#store.sessions.set(id, changed);
      return this.#factory.restore(changed);
    });
  }

  updateAllOf(userId: UserId, change: Change<Session>): Promise<number> {
    return this.#store.run(async () => {
      const now = this.#clock.now();
      const active = [...this.#store.sessions.values()].filter(
        (session) => session.userId === userId && session.revokedAt === null && session.expiresAt > now,
      );
      for (const { id } of active) await this.update(id, change);
      return active.length;
    });
  }
}
