import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

/** @throws UserNotFound, EmailAlreadyTaken, ConcurrencyConflict */
export const restoreUser =
  ({ users }: Pick<Ports, "users">) =>
  async (userId: UserId, options?: UpdateOptions): Promise<UserSnapshot> =>
    (await users.update(userId, (user) => user.restore(), options)).snapshot;
