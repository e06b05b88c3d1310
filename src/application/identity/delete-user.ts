import type { UserId } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";
import { refuseLastAdministrator } from "./refuse-last-administrator.ts";
import { refuseUnlessAdministrator } from "./refuse-unless-administrator.ts";

/**
 * The user can be restored; until then it can't log in, and its e-mail address is free. Access tokens stay valid until they
 * expire (15 minutes), and other contexts hear nothing of it yet: the user stays a member of organizations.
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
