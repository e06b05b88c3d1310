import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { SettingsChange } from "#domain/identity/user-settings.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

export interface ChangeSettingsCommand extends UpdateOptions {
  readonly userId: UserId;
  readonly change: SettingsChange;
}

/** @throws InvalidSettings, UserNotFound, UserIsDeleted, ConcurrencyConflict */
export const changeSettings =
  ({ users }: Pick<Ports, "users">) =>
  async ({ userId, change, expectedVersion }: ChangeSettingsCommand): Promise<UserSnapshot> =>
    (await users.update(userId, (user) => user.changeSettings(change), { expectedVersion })).snapshot;
