import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";
import { refuseUnlessAdministrator } from "./refuse-unless-administrator.ts";

export interface RestoreUserCommand extends UpdateOptions {
  readonly by: UserId;
  readonly userId: UserId;
}

/** @throws AdministratorsOnly, UserNotFound, EmailAlreadyTaken, ConcurrencyConflict */
export const restoreUser =
  ({ users, transactions }: Pick<Ports, "users" | "transactions">) =>
  ({ by, userId, expectedVersion }: RestoreUserCommand): Promise<UserSnapshot> =>
    transactions.run(async () => {
      refuseUnlessAdministrator(await users.lockAdministrators(), by);
      return (await users.update(userId, (user) => user.restore(), { expectedVersion })).snapshot;
    });
