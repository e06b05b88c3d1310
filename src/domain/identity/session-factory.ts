import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import { Session, type SessionId, type SessionSnapshot } from "./session.ts";
import type { UserId } from "./user.ts";

interface NewSession {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly refreshTokenHash: string;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** Makes sessions: new ones, and those that were stored. Nobody else does. */
export class SessionFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** For the refresh token, which names its session and is made before it. */
  nextId(): SessionId {
    return parseId(this.#ids.next());
  }

  start(session: NewSession): Session {
    const now = this.#clock.now();
    return new Session(this.#clock, { ...session, version: 1, createdAt: now, lastUsedAt: now, revokedAt: null }, true);
  }

  restore(snapshot: SessionSnapshot): Session {
    return new Session(this.#clock, snapshot, false);
  }
}
