import { PersonName } from "#domain/identity/person-name.ts";
import type { UserId, UserSnapshot } from "#domain/identity/user.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

export interface RenameUserCommand extends UpdateOptions {
  readonly userId: UserId;
  readonly name: string;
}

/** @throws InvalidPersonName, UserNotFound, UserIsDeleted, ConcurrencyConflict */
export const renameUser =
  ({ users }: Pick<Ports, "users">) =>
  async ({ userId, name, expectedVersion }: RenameUserCommand): Promise<UserSnapshot> => {
    const newName = PersonName.parse(name);
    return (await users.update(userId, (user) => user.rename(newName), { expectedVersion })).snapshot;
  };
