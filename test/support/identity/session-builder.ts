import { SessionFactory } from "#domain/identity/session-factory.ts";
import type { SessionRepository } from "#domain/identity/session-repository.ts";
import type { Session, SessionSnapshot } from "#domain/identity/session.ts";
import type { UserId } from "#domain/identity/user.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Far from those of the users: no two things have the same id. */
const ids = sequentialIds(0x1000_0000);
const created = new Date("2026-02-28T23:59:59.999Z");

/** A session as one that was stored: `aSession().of(user.snapshot.id).revoked().build(clock)`. */
export function aSession(): SessionBuilder {
  const id = parseId<"Session">(ids.next());
  return new SessionBuilder({
    id,
    userId: parseId(ids.next()),
    refreshTokenHash: `hash of ${id}`,
    userAgent: "Mozilla/5.0",
    ip: "192.0.2.1",
    version: 1,
    createdAt: created,
    lastUsedAt: created,
    expiresAt: new Date("2026-03-31T00:00:00.001Z"),
    revokedAt: null,
  });
}

export class SessionBuilder {
  readonly #state: SessionSnapshot;

  constructor(state: SessionSnapshot) {
    this.#state = state;
  }

  of(userId: UserId): SessionBuilder {
    return this.#with({ userId });
  }

  withHash(refreshTokenHash: string): SessionBuilder {
    return this.#with({ refreshTokenHash });
  }

  fromUnknownDevice(): SessionBuilder {
    return this.#with({ userAgent: null, ip: null });
  }

  expiring(expiresAt: Date): SessionBuilder {
    return this.#with({ expiresAt });
  }

  revoked(revokedAt = new Date("2026-03-01T00:00:00.500Z")): SessionBuilder {
    return this.#with({ revokedAt });
  }

  build(clock: Clock = new SettableClock()): Session {
    return new SessionFactory(clock, ids).restore(this.#state);
  }

  /** Builds it and creates it there; its user must be there before. */
  async storedIn(sessions: SessionRepository): Promise<Session> {
    const session = this.build();
    await sessions.create(session);
    return session;
  }

  #with(change: Partial<SessionSnapshot>): SessionBuilder {
    return new SessionBuilder({ ...this.#state, ...change });
  }
}
