import type { Actor } from "#application/shared/actor.ts";
import type { Email } from "#domain/shared/email.ts";
import type { SessionId } from "#domain/identity/session.ts";
import type { UserId } from "#domain/identity/user.ts";

export interface RefreshToken {
  readonly token: string;
  /** What is stored of it. */
  readonly hash: string;
  readonly expiresAt: Date;
}

/** Signed tokens: nobody else can make one, and each kind is good for one thing only. */
export interface Tokens {
  issueAccess(actor: Actor): Promise<{ readonly token: string; readonly expiresInSeconds: number }>;
  /** @throws InvalidToken */
  readAccess(token: string): Promise<Actor>;

  /** The token is good until `expiresAt`; without one, as long as is configured. */
  issueRefresh(sessionId: SessionId, expiresAt?: Date): Promise<RefreshToken>;
  /** The session, and the hash to compare. @throws InvalidToken */
  readRefresh(token: string): Promise<{ readonly sessionId: SessionId; readonly hash: string }>;

  issueEmailVerification(userId: UserId, email: Email): Promise<string>;
  /** @throws InvalidToken */
  readEmailVerification(token: string): Promise<{ readonly userId: UserId; readonly email: Email }>;
}
