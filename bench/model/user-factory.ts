import { NotFound } from "#domain/shared/domain-error.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { User, type UserSnapshot } from "./user.ts";

class UserNotFound extends NotFound {
  readonly code = "user-not-found";

  constructor() {
    super("There is no such user.");
  }
}

/** A stored user as a library hands it over; what else it carries is left behind. */
export type StoredUser = Omit<UserSnapshot, "id"> & { readonly id: string };

export class UserFactory {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws UserNotFound when there is none */
  restore(stored: StoredUser | null | undefined): User {
    if (stored === undefined || stored === null) throw new UserNotFound();
    const { id, email, name, role, version, createdAt, updatedAt } = stored;
    return new User(this.#clock, { id: parseId(id), email, name, role, version, createdAt, updatedAt });
  }
}
