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

  /**
   * The administrators, unless deleted, in the order of their ids. None of them changes until the end of the transaction:
   * of two who demote each other, or themselves, the second one sees what the first one did.
   */
  lockAdministrators(): Promise<readonly UserId[]>;
}
