import type { UserDirectory, UserFilter, UserListing, UserPosition } from "#application/identity/user-directory.ts";
import type { Page } from "#domain/shared/page.ts";
import type { InMemoryIdentityStore } from "./in-memory-identity-store.ts";

/** Keeps the same promises as `PostgresUserDirectory`: both pass the contract suite. */
export class InMemoryUserDirectory implements UserDirectory {
  readonly #store: InMemoryIdentityStore;

  constructor(store: InMemoryIdentityStore) {
    this.#store = store;
  }

  async list(filter: UserFilter, limit: number, after?: UserPosition): Promise<Page<UserListing, UserPosition>> {
    const rest = this.#matching(filter).filter((user) => after === undefined || newestFirst(user, after) > 0);
    const items = rest.slice(0, limit);
    return { items, next: rest.length > limit ? items.at(-1) : undefined };
  }

  async count(filter: UserFilter): Promise<number> {
    return this.#matching(filter).length;
  }

  #matching({ deleted, role, search = "" }: UserFilter): UserListing[] {
    const text = search.toLowerCase();
    return [...this.#store.users.values()]
      .filter(
        (user) =>
          (user.deletedAt !== null) === deleted &&
          (role === undefined || user.role === role) &&
          (user.name.toLowerCase().includes(text) || user.email.toLowerCase().includes(text)),
      )
      .map(({ id, email, name, role: userRole, emailVerifiedAt, createdAt, deletedAt }) => ({
        id,
        email,
        name,
        role: userRole,
        emailVerifiedAt,
        createdAt,
        deletedAt,
      }))
      .toSorted(newestFirst);
  }
}

function newestFirst(one: UserPosition, other: UserPosition): number {
  return other.createdAt.getTime() - one.createdAt.getTime() || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}
