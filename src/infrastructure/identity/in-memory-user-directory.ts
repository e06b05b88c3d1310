import type {
  UserDirectory,
  UserFilter,
  UserListing,
  UserPage,
  UserPosition,
} from "#application/identity/user-directory.ts";
import { toPage } from "#domain/shared/page.ts";
import { newestFirst } from "#infrastructure/shared/in-memory/newest-first.ts";
import type { InMemoryIdentityStore } from "./in-memory-identity-store.ts";

/** Keeps the same promises as `PostgresUserDirectory`: both pass the contract suite. */
export class InMemoryUserDirectory implements UserDirectory {
  readonly #store: InMemoryIdentityStore;

  constructor(store: InMemoryIdentityStore) {
    this.#store = store;
  }

  async list(filter: UserFilter, limit: number, after?: UserPosition): Promise<UserPage> {
    const all = this.#matching(filter);
    const rest = all.filter((user) => after === undefined || newestFirst(user, after) > 0);
    return { ...toPage(rest, limit, (last) => last), total: all.length };
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
