import type { UserId } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** Ends every session of the user. Returns how many that were. */
export const logOutEverywhere =
  ({ sessions }: Pick<Ports, "sessions">) =>
  (userId: UserId): Promise<number> =>
    sessions.updateAllOf(userId, (session) => session.logOut());
