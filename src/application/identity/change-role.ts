import type { UserId, UserRole, UserSnapshot } from "#domain/identity/user.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

/** @throws UserNotFound, UserIsDeleted, ConcurrencyConflict */
export const changeRole =
  ({ users }: Pick<Ports, "users">) =>
  async (userId: UserId, role: UserRole, options?: UpdateOptions): Promise<UserSnapshot> =>
    (await users.update(userId, (user) => user.changeRole(role), options)).snapshot;
