import type { UserId } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";
import { refuseLastAdministrator } from "./refuse-last-administrator.ts";
import { refuseUnlessAdministrator } from "./refuse-unless-administrator.ts";

/**
 * The user can be restored; until then it can't log in, and its e-mail address is free.
 *
 * @param by who asks, where it isn't the user
 * @throws UserNotFound, UserIsDeleted, AdministratorsOnly, LastAdministrator
 */
export const deleteUser =
  ({ users, sessions, transactions }: Pick<Ports, "users" | "sessions" | "transactions">) =>
  (userId: UserId, by = userId): Promise<void> =>
    transactions.run(async () => {
      const administrators = await users.lockAdministrators();
      if (by !== userId) refuseUnlessAdministrator(administrators, by);
      refuseLastAdministrator(administrators, userId);
      await users.update(userId, (user) => user.delete());
      await sessions.updateAllOf(userId, (session) => session.logOut());
    });
