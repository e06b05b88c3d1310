import type { UserId } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** The user can be restored; until then it can't log in, and its e-mail address is free. @throws UserNotFound, UserIsDeleted */
export const deleteUser =
  ({ users, sessions, transactions }: Pick<Ports, "users" | "sessions" | "transactions">) =>
  (userId: UserId): Promise<void> =>
    transactions.run(async () => {
      await users.update(userId, (user) => user.delete());
      await sessions.updateAllOf(userId, (session) => session.logOut());
    });
