import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** @throws UserNotFound, EmailAlreadyTaken */
export const restoreUser =
  ({ users }: Pick<Ports, "users">) =>
  async (userId: UserId): Promise<UserSnapshot> =>
    (await users.update(userId, (user) => user.restore())).snapshot;
