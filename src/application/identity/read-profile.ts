import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { Ports } from "./ports.ts";

/** @throws UserNotFound */
export const readProfile =
  ({ users }: Pick<Ports, "users">) =>
  async (userId: UserId): Promise<UserSnapshot> =>
    (await users.read(userId)).snapshot;
