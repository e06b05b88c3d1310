import type { Clock } from "#domain/shared/clock.ts";
import type { Email } from "#domain/shared/email.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import type { OutsideIdentity } from "./outside-identity.ts";
import type { PersonName } from "./person-name.ts";
import { defaultSettings } from "./user-settings.ts";
import { User, type UserSnapshot } from "./user.ts";

interface NewUser {
  readonly email: Email;
  readonly name: PersonName;
  readonly passwordHash: string;
}

interface NewOutsideUser {
  readonly email: Email;
  readonly name: PersonName;
  readonly identity: OutsideIdentity;
}

/** Makes users: new ones, and those that were stored. Nobody else does. */
export class UserFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  register({ email, name, passwordHash }: NewUser): User {
    return this.#new({ email, name, passwordHash, identities: [], emailVerifiedAt: null });
  }

  /** A user who logs in at an outside identity provider, which vouches for the e-mail address. */
  registerFromOutside({ email, name, identity }: NewOutsideUser): User {
    return this.#new({ email, name, passwordHash: null, identities: [identity], emailVerifiedAt: this.#clock.now() });
  }

  restore(snapshot: UserSnapshot): User {
    return new User(this.#clock, snapshot, false);
  }

  #new(
    given: Pick<UserSnapshot, "passwordHash" | "identities" | "emailVerifiedAt"> & Pick<NewUser, "email" | "name">,
  ): User {
    const now = this.#clock.now();
    return new User(
      this.#clock,
      {
        ...given,
        id: parseId(this.#ids.next()),
        email: given.email.toString(),
        name: given.name.toString(),
        role: "member",
        settings: defaultSettings,
        version: 1,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      },
      true,
    );
  }
}
