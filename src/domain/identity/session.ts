import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import type { SessionEvent } from "./events.ts";
import type { UserId } from "./user.ts";

export type SessionId = Id<"Session">;

export interface SessionSnapshot {
  readonly id: SessionId;
  readonly userId: UserId;
  readonly refreshTokenHash: string;
  readonly userAgent: string | null;
  readonly ip: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** A user logged in on one device. Made by the `SessionFactory` only. */
export class Session extends AggregateRoot<SessionEvent> {
  readonly #clock: Clock;
  #state: SessionSnapshot;

  constructor(clock: Clock, state: SessionSnapshot, started: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
    if (started) this.record({ type: "SessionStarted", occurredAt: state.createdAt });
  }

  get snapshot(): SessionSnapshot {
    return this.#state;
  }

  /**
   * Exchanges the present refresh token for the next one. A token that was exchanged before is in two hands: the
   * session is revoked. Not an error, because the revocation must be saved: whether it was refreshed, its hash tells.
   */
  refresh(presentedTokenHash: string, nextTokenHash: string): void {
    const now = this.#clock.now();
    if (this.#state.revokedAt !== null || this.#state.expiresAt <= now) return;
    if (presentedTokenHash !== this.#state.refreshTokenHash) {
      this.#revoke("token-reused");
      return;
    }
    this.#state = Object.freeze({ ...this.#state, refreshTokenHash: nextTokenHash, lastUsedAt: now });
    this.record({ type: "SessionRefreshed", occurredAt: now });
  }

  logOut(): void {
    if (this.#state.revokedAt === null) this.#revoke("logged-out");
  }

  #revoke(reason: "logged-out" | "token-reused"): void {
    const now = this.#clock.now();
    this.#state = Object.freeze({ ...this.#state, revokedAt: now });
    this.record({ type: "SessionRevoked", reason, occurredAt: now });
  }
}
