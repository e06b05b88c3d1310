import { describe, test as base } from "vitest";
import { InMemoryIdentityStore } from "#infrastructure/identity/in-memory-identity-store.ts";
import { InMemorySessionRepository } from "#infrastructure/identity/in-memory-session-repository.ts";
import { InMemoryUserDirectory } from "#infrastructure/identity/in-memory-user-directory.ts";
import { InMemoryUserRepository } from "#infrastructure/identity/in-memory-user-repository.ts";
import { sessionRepositoryContract } from "#test/support/identity/contracts/session-repository-contract.ts";
import { transactionsContract } from "#test/support/identity/contracts/transactions-contract.ts";
import { userDirectoryContract } from "#test/support/identity/contracts/user-directory-contract.ts";
import { userRepositoryContract } from "#test/support/identity/contracts/user-repository-contract.ts";
import { userRepositoryUpdatesContract } from "#test/support/identity/contracts/user-repository-updates-contract.ts";
import { type IdentityAdapters, type IdentityTest, testFactories } from "#test/support/identity/identity-adapters.ts";

/** Adapters that each break one promise. A contract that passes one of them is worth nothing. */
const broken: Readonly<Record<string, [(test: IdentityTest) => void, Parameters<typeof adaptersWith>[0]]>> = {
  "users: an address can be taken twice": [
    userRepositoryContract,
    ({ users, store }) => {
      users.create = async ({ snapshot }) => void store.users.set(snapshot.id, snapshot);
    },
  ],
  "users: deleted ones are read": [
    userRepositoryContract,
    ({ users, store, userFactory }) => {
      const { read } = users;
      users.read = async (id) => {
        const found = store.users.get(id);
        return found === undefined ? read.call(users, id) : userFactory.restore(found);
      };
    },
  ],
  "users: the expected version is not compared": [
    userRepositoryUpdatesContract,
    ({ users }) => {
      const { update } = users;
      users.update = (id, change) => update.call(users, id, change);
    },
  ],
  "users: updates are lost": [
    userRepositoryUpdatesContract,
    ({ users, store, userFactory }) => {
      users.update = async (id, change) => {
        const found = store.users.get(id)!;
        const user = userFactory.restore(found);
        await Promise.resolve();
        change(user);
        const changed = { ...user.snapshot, version: found.version + 1 };
        store.users.set(id, changed);
        return userFactory.restore(changed);
      };
    },
  ],
  "users: deleted administrators are counted": [
    userRepositoryUpdatesContract,
    ({ users, store }) => {
      users.lockAdministrators = async () =>
        [...store.users.values()].filter(({ role }) => role === "admin").map(({ id }) => id);
    },
  ],
  "sessions: those of others are changed too": [
    sessionRepositoryContract,
    ({ sessions, store }) => {
      sessions.updateAllOf = async (_, change) => {
        for (const id of store.sessions.keys()) await sessions.update(id, change);
        return store.sessions.size;
      };
    },
  ],
  "sessions: an unknown one is made up": [
    sessionRepositoryContract,
    ({ sessions, store, sessionFactory }) => {
      const { read } = sessions;
      sessions.read = async (id) => {
        const [any] = store.sessions.values();
        return any === undefined ? sessionFactory.restore({ id } as never) : read.call(sessions, id);
      };
    },
  ],
  "directory: pages begin at the start again": [
    userDirectoryContract,
    ({ userDirectory }) => {
      const { list } = userDirectory;
      userDirectory.list = (filter, limit) => list.call(userDirectory, filter, limit);
    },
  ],
  "transactions: nothing is rolled back": [
    transactionsContract,
    ({ store }) => {
      store.run = (work) => work();
    },
  ],
};

for (const [name, [contract, breakIt]] of Object.entries(broken)) {
  describe(name, () => contract(base.extend("identity", () => adaptersWith(breakIt))));
}

function adaptersWith(
  breakIt: (
    adapters: IdentityAdapters & {
      store: InMemoryIdentityStore;
      users: InMemoryUserRepository;
      sessions: InMemorySessionRepository;
      userDirectory: InMemoryUserDirectory;
    },
  ) => void,
): IdentityAdapters {
  const factories = testFactories();
  const store = new InMemoryIdentityStore();
  const adapters = {
    ...factories,
    store,
    users: new InMemoryUserRepository(store, factories.userFactory),
    userDirectory: new InMemoryUserDirectory(store),
    sessions: new InMemorySessionRepository(store, factories.sessionFactory, factories.clock),
    transactions: store,
  };
  breakIt(adapters);
  return adapters;
}
