import { EmailAlreadyTaken, OutsideIdentityAlreadyLinked, UserNotFound } from "#domain/identity/errors.ts";
import type { OutsideIdentity } from "#domain/identity/outside-identity.ts";
import type { UserFactory } from "#domain/identity/user-factory.ts";
import type { UserRepository } from "#domain/identity/user-repository.ts";
import type { User, UserId, UserSnapshot } from "#domain/identity/user.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { Email } from "#domain/shared/email.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { InMemoryIdentityStore } from "./in-memory-identity-store.ts";

/** Keeps the same promises as `PostgresUserRepository`: both pass the contract suite. */
export class InMemoryUserRepository implements UserRepository {
  readonly #store: InMemoryIdentityStore;
  readonly #factory: UserFactory;

  constructor(store: InMemoryIdentityStore, factory: UserFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: User): Promise<void> {
    return this.#store.run(async () => {
      this.#refuseTaken(snapshot);
      this.#store.users.set(snapshot.id, snapshot);
    });
  }

  async read(id: UserId): Promise<User> {
    return this.#find((user) => user.id === id && user.deletedAt === null);
  }

  async readByEmail(email: Email): Promise<User> {
    return this.#find((user) => user.deletedAt === null && Email.parse(user.email).equals(email));
  }

  async readByOutsideIdentity(identity: OutsideIdentity): Promise<User> {
    return this.#find((user) => user.identities.some((other) => same(identity, other)));
  }

  update(id: UserId, change: Change<User>, { expectedVersion }: UpdateOptions = {}): Promise<User> {
    return this.#store.run(async () => {
      const user = this.#find((stored) => stored.id === id);
      const { version } = user.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        throw new ConcurrencyConflict("The user", expectedVersion, version);
      }
      if (!applyChange(user, change)) return user;
      this.#refuseTaken(user.snapshot);
      const changed = { ...user.snapshot, version: version + 1 };
      this.#store.users.set(id, changed);
      return this.#factory.restore(changed);
    });
  }

  lockAdministrators(): Promise<readonly UserId[]> {
    return this.#store.run(async () =>
      [...this.#store.users.values()]
        .filter(({ role, deletedAt }) => role === "admin" && deletedAt === null)
        .map(({ id }) => id)
        .toSorted(),
    );
  }

  #find(matches: (user: UserSnapshot) => boolean): User {
    const found = this.#store.users.values().find(matches);
    if (found === undefined) throw new UserNotFound();
    return this.#factory.restore(found);
  }

  #refuseTaken(user: UserSnapshot): void {
    const email = Email.parse(user.email);
    for (const other of this.#store.users.values()) {
      if (other.id === user.id) continue;
      const bothAlive = user.deletedAt === null && other.deletedAt === null;
      if (bothAlive && email.equals(Email.parse(other.email))) throw new EmailAlreadyTaken();
      const linked = user.identities.some((identity) => other.identities.some((taken) => same(identity, taken)));
      if (linked) throw new OutsideIdentityAlreadyLinked();
    }
  }
}

function same(one: OutsideIdentity, other: OutsideIdentity): boolean {
  return one.provider === other.provider && one.subject === other.subject;
}
