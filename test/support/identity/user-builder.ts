import { parseOutsideIdentity } from "#domain/identity/outside-identity.ts";
import { UserFactory } from "#domain/identity/user-factory.ts";
import type { UserRepository } from "#domain/identity/user-repository.ts";
import { defaultSettings, type UserSettings } from "#domain/identity/user-settings.ts";
import type { User, UserSnapshot } from "#domain/identity/user.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

const ids = sequentialIds();
const created = new Date("2026-01-02T03:04:05.678Z");

/** A user as one that was stored: `aUser().withEmail("ada@example.com").deleted().build()`. What isn't said has a default. */
export function aUser(): UserBuilder {
  const id = parseId<"User">(ids.next());
  return new UserBuilder({
    id,
    email: `user-${id.slice(0, 8)}@example.com`,
    name: "Ada Lovelace",
    passwordHash: "hashed:correct horse battery",
    role: "member",
    emailVerifiedAt: null,
    settings: defaultSettings,
    identities: [],
    version: 1,
    createdAt: created,
    updatedAt: created,
    deletedAt: null,
  });
}

export class UserBuilder {
  readonly #state: UserSnapshot;

  constructor(state: UserSnapshot) {
    this.#state = state;
  }

  withEmail(email: string): UserBuilder {
    return this.#with({ email });
  }

  withName(name: string): UserBuilder {
    return this.#with({ name });
  }

  withPasswordHash(passwordHash: string | null): UserBuilder {
    return this.#with({ passwordHash });
  }

  withIdentity(provider: string, subject: string): UserBuilder {
    return this.#with({ identities: [...this.#state.identities, parseOutsideIdentity(provider, subject)] });
  }

  withSettings(settings: Partial<UserSettings>): UserBuilder {
    return this.#with({ settings: { ...this.#state.settings, ...settings } });
  }

  withVersion(version: number): UserBuilder {
    return this.#with({ version });
  }

  createdAt(createdAt: Date): UserBuilder {
    return this.#with({ createdAt, updatedAt: createdAt });
  }

  admin(): UserBuilder {
    return this.#with({ role: "admin" });
  }

  verified(emailVerifiedAt = new Date("2026-01-03T00:00:00.001Z")): UserBuilder {
    return this.#with({ emailVerifiedAt });
  }

  deleted(deletedAt = new Date("2026-01-04T00:00:00.999Z")): UserBuilder {
    return this.#with({ deletedAt, updatedAt: deletedAt });
  }

  build(clock: Clock = new SettableClock()): User {
    return new UserFactory(clock, ids).restore(this.#state);
  }

  /** Builds it and creates it there. */
  async storedIn(users: UserRepository): Promise<User> {
    const user = this.build();
    await users.create(user);
    return user;
  }

  #with(change: Partial<UserSnapshot>): UserBuilder {
    return new UserBuilder({ ...this.#state, ...change });
  }
}
