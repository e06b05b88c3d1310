import type { UserId, UserRole, UserSnapshot } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** @throws UserNotFound, UserIsDeleted */
export const changeRole =
  ({ users }: Pick<Ports, "users">) =>
  async (userId: UserId, role: UserRole): Promise<UserSnapshot> =>
    (await users.update(userId, (user) => user.changeRole(role))).snapshot;
