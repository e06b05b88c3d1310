import type { UserSnapshot } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** The device that logs in. */
export interface Device {
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** What a client keeps of its session. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
}

/** Starts a session of a user who has proven who they are. */
export async function startSession(
  { sessions, sessionFactory, tokens }: Pick<Ports, "sessions" | "sessionFactory" | "tokens">,
  user: UserSnapshot,
  device: Device,
): Promise<IssuedTokens> {
  const id = sessionFactory.nextId();
  const refresh = await tokens.issueRefresh(id);
  const session = { id, userId: user.id, refreshTokenHash: refresh.hash, expiresAt: refresh.expiresAt, ...device };
  await sessions.create(sessionFactory.start(session));
  const access = await tokens.issueAccess({ userId: user.id, sessionId: id, role: user.role });
  return { accessToken: access.token, expiresInSeconds: access.expiresInSeconds, refreshToken: refresh.token };
}
