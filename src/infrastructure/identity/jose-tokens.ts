import { createHash, randomUUID } from "node:crypto";
import { type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { RefreshToken, Tokens } from "#application/identity/tokens.ts";
import type { Actor } from "#application/shared/actor.ts";
import { InvalidToken } from "#domain/identity/errors.ts";
import type { SessionId } from "#domain/identity/session.ts";
import { parseUserRole, type UserId } from "#domain/identity/user.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { Email } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";

export interface TokenSettings {
  /** At least 32 bytes. */
  readonly secret: string;
  readonly accessSeconds: number;
  readonly refreshDays: number;
}

type Kind = "access" | "refresh" | "email-verification";

const algorithm = "HS256";
const issuer = "plinth";
const verificationSeconds = 24 * 60 * 60;

/** JSON Web Tokens (RFC 7519) by jose. The audience is the kind, so that one can't be used as another. */
export class JoseTokens implements Tokens {
  readonly #clock: Clock;
  readonly #settings: TokenSettings;
  readonly #key: Uint8Array;

  constructor(clock: Clock, settings: TokenSettings) {
    this.#clock = clock;
    this.#settings = settings;
    this.#key = new TextEncoder().encode(settings.secret);
  }

  async issueAccess({ userId, sessionId, role }: Actor): Promise<{ token: string; expiresInSeconds: number }> {
    const expiresInSeconds = this.#settings.accessSeconds;
    const token = await this.#issue("access", this.#after(expiresInSeconds), { sub: userId, sid: sessionId, role });
    return { token, expiresInSeconds };
  }

  readAccess(token: string): Promise<Actor> {
    return this.#read("access", token, ({ sub, sid, role }) => ({
      userId: parseId<"User">(String(sub)),
      sessionId: parseId<"Session">(String(sid)),
      role: parseUserRole(String(role)),
    }));
  }

  async issueRefresh(sessionId: SessionId, until?: Date): Promise<RefreshToken> {
    const expiresAt = until ?? this.#after(this.#settings.refreshDays * 24 * 60 * 60);
    const token = await this.#issue("refresh", expiresAt, { sid: sessionId, jti: randomUUID() });
    return { token, hash: hashOf(token), expiresAt };
  }

  readRefresh(token: string): Promise<{ sessionId: SessionId; hash: string }> {
    return this.#read("refresh", token, ({ sid }) => ({ sessionId: parseId(String(sid)), hash: hashOf(token) }));
  }

  issueEmailVerification(userId: UserId, email: Email): Promise<string> {
    const claims = { sub: userId, email: email.toString() };
    return this.#issue("email-verification", this.#after(verificationSeconds), claims);
  }

  readEmailVerification(token: string): Promise<{ userId: UserId; email: Email }> {
    return this.#read("email-verification", token, ({ sub, email }) => ({
      userId: parseId(String(sub)),
      email: Email.parse(String(email)),
    }));
  }

  #issue(kind: Kind, expiresAt: Date, claims: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm })
      .setIssuer(issuer)
      .setAudience(kind)
      .setIssuedAt(this.#clock.now())
      .setExpirationTime(expiresAt)
      .sign(this.#key);
  }

  async #read<T>(kind: Kind, token: string, fromClaims: (claims: JWTPayload) => T): Promise<T> {
    try {
      const currentDate = this.#clock.now();
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        issuer,
        audience: kind,
        currentDate,
        requiredClaims: ["exp"],
      });
      return fromClaims(payload);
    } catch (error) {
      throw new InvalidToken({ cause: error });
    }
  }

  #after(seconds: number): Date {
    return new Date(this.#clock.now().getTime() + seconds * 1000);
  }
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
