import { test as base } from "vitest";
import { InMemoryIdentityStore } from "#infrastructure/identity/in-memory-identity-store.ts";
import { InMemorySessionRepository } from "#infrastructure/identity/in-memory-session-repository.ts";
import { InMemoryUserDirectory } from "#infrastructure/identity/in-memory-user-directory.ts";
import { InMemoryUserRepository } from "#infrastructure/identity/in-memory-user-repository.ts";
import { type IdentityAdapters, testFactories } from "./identity-adapters.ts";

export function inMemoryAdapters(): IdentityAdapters {
  const factories = testFactories();
  const store = new InMemoryIdentityStore();
  return {
    ...factories,
    users: new InMemoryUserRepository(store, factories.userFactory),
    userDirectory: new InMemoryUserDirectory(store),
    sessions: new InMemorySessionRepository(store, factories.sessionFactory, factories.clock),
    transactions: store,
  };
}

/** `test` with the fixture `identity`: in-memory adapters of its own for each test. */
export const test = base.extend("identity", () => inMemoryAdapters());
