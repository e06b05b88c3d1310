import { InvalidToken, SessionNotFound, UserNotFound } from "#domain/identity/errors.ts";
import type { Ports } from "./ports.ts";
import type { IssuedTokens } from "./start-session.ts";

/**
 * Exchanges a refresh token for new tokens. One that was exchanged before revokes its session: either its owner or a
 * thief holds the newer one, and nobody can tell who asks. See RFC 9700, section 4.14.2.
 *
 * @throws InvalidToken
 */
export const refreshSession =
  ({ users, sessions, tokens }: Pick<Ports, "users" | "sessions" | "tokens">) =>
  async (refreshToken: string): Promise<IssuedTokens> => {
    const presented = await tokens.readRefresh(refreshToken);
    try {
      const { userId, expiresAt } = (await sessions.read(presented.sessionId)).snapshot;
      const { role } = (await users.read(userId)).snapshot;
      const next = await tokens.issueRefresh(presented.sessionId, expiresAt);

      const { snapshot } = await sessions.update(presented.sessionId, (session) =>
        session.refresh(presented.hash, next.hash),
      );
      if (snapshot.refreshTokenHash !== next.hash) throw new InvalidToken();

      const access = await tokens.issueAccess({ userId, sessionId: presented.sessionId, role });
      return { accessToken: access.token, expiresInSeconds: access.expiresInSeconds, refreshToken: next.token };
    } catch (error) {
      if (error instanceof SessionNotFound || error instanceof UserNotFound) throw new InvalidToken({ cause: error });
      throw error;
    }
  };
