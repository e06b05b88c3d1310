import type { Change } from "#domain/shared/change.ts";
import type { Email } from "#domain/shared/email.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { OutsideIdentity } from "./outside-identity.ts";
import type { User, UserId } from "./user.ts";

export interface UserRepository {
  /** @throws EmailAlreadyTaken, OutsideIdentityAlreadyLinked */
  create(user: User): Promise<void>;

  /** The user, unless deleted. @throws UserNotFound */
  read(id: UserId): Promise<User>;

  /** The user, unless deleted. @throws UserNotFound */
  readByEmail(email: Email): Promise<User>;

  /** The user, also when deleted. @throws UserNotFound */
  readByOutsideIdentity(identity: OutsideIdentity): Promise<User>;

  /**
   * Changes a user, also a deleted one.
   *
   * @throws UserNotFound, EmailAlreadyTaken, ConcurrencyConflict; what `change` throws
   */
  update(id: UserId, change: Change<User>, options?: UpdateOptions): Promise<User>;
}
