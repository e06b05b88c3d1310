import type { SessionId } from "#domain/identity/session.ts";
import type { Ports } from "./ports.ts";

/** @throws SessionNotFound */
export const logOut =
  ({ sessions }: Pick<Ports, "sessions">) =>
  async (sessionId: SessionId): Promise<void> => {
    await sessions.update(sessionId, (session) => session.logOut());
  };
