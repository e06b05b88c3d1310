import type { UserId, UserRole, UserSnapshot } from "#domain/identity/user.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";
import { refuseLastAdministrator } from "./refuse-last-administrator.ts";
import { refuseUnlessAdministrator } from "./refuse-unless-administrator.ts";

export interface ChangeRoleCommand extends UpdateOptions {
  readonly by: UserId;
  readonly userId: UserId;
  readonly role: UserRole;
}

/** @throws AdministratorsOnly, LastAdministrator, UserNotFound, UserIsDeleted, ConcurrencyConflict */
export const changeRole =
  ({ users, transactions }: Pick<Ports, "users" | "transactions">) =>
  ({ by, userId, role, expectedVersion }: ChangeRoleCommand): Promise<UserSnapshot> =>
    transactions.run(async () => {
      const administrators = await users.lockAdministrators();
      refuseUnlessAdministrator(administrators, by);
      if (role !== "admin") refuseLastAdministrator(administrators, userId);
      return (await users.update(userId, (user) => user.changeRole(role), { expectedVersion })).snapshot;
    });
