import { describe, expect } from "vitest";
import type { UserDirectory, UserFilter, UserPosition } from "#application/identity/user-directory.ts";
import type { IdentityAdapters, IdentityTest } from "#test/support/identity/identity-adapters.ts";
import { aUser, type UserBuilder } from "#test/support/identity/user-builder.ts";

const everybody: UserFilter = { deleted: false };
const noon = new Date("2026-02-01T12:00:00.000Z");
const onHour = (hour: number) => new Date(noon.getTime() + hour * 3_600_000);

/** What every `UserDirectory` promises. */
export function userDirectoryContract(test: IdentityTest): void {
  async function store({ users }: IdentityAdapters, builders: readonly UserBuilder[]): Promise<void> {
    for (const builder of builders) await users.create(builder.build());
  }

  describe("a list of users", () => {
    test("shows what there is to see of a user, and no more", async ({ identity }) => {
      const user = aUser().admin().verified().withIdentity("workos", "user_1");
      await store(identity, [user]);
      const { id, email, name, role, emailVerifiedAt, createdAt, deletedAt } = user.build().snapshot;
      const { items, next } = await identity.userDirectory.list(everybody, 10);
      expect(items).toStrictEqual([{ id, email, name, role, emailVerifiedAt, createdAt, deletedAt }]);
      expect(next).toBeUndefined();
    });

    test("has the newest first, those of one millisecond by their ids", async ({ identity }) => {
      const [first, second, third, fourth] = [1, 2, 2, 3].map((hour) => aUser().createdAt(onHour(hour)));
      await store(identity, [second!, fourth!, first!, third!]);
      const { items } = await identity.userDirectory.list(everybody, 10);
      expect(items.map(({ id }) => id)).toEqual(
        [fourth, third, second, first].map((user) => user!.build().snapshot.id),
      );
    });

    test("has either the deleted users or the others", async ({ identity }) => {
      await store(identity, [aUser().withEmail("gone@example.com").deleted(), aUser().withEmail("here@example.com")]);
      expect(await emails(identity.userDirectory, { deleted: true })).toEqual(["gone@example.com"]);
      expect(await emails(identity.userDirectory, { deleted: false })).toEqual(["here@example.com"]);
    });

    test("has those of one role", async ({ identity }) => {
      await store(identity, [aUser().withEmail("a@example.com").admin(), aUser().withEmail("b@example.com")]);
      expect(await emails(identity.userDirectory, { deleted: false, role: "admin" })).toEqual(["a@example.com"]);
      expect(await emails(identity.userDirectory, { deleted: false, role: "member" })).toEqual(["b@example.com"]);
    });

    test("combines its filters", async ({ identity }) => {
      await store(identity, [
        aUser().withEmail("ada-1@example.com").admin(),
        aUser().withEmail("ada-2@example.com"),
        aUser().withEmail("ada-3@example.com").admin().deleted(),
        aUser().withName("Grace").withEmail("grace@example.com").admin(),
      ]);
      const filter: UserFilter = { deleted: false, role: "admin", search: "ada" };
      expect(await emails(identity.userDirectory, filter)).toEqual(["ada-1@example.com"]);
      expect(await identity.userDirectory.count(filter)).toBe(1);
    });
  });

  describe("a search", () => {
    test.for([
      ["part of a name", "lovel"],
      ["part of a name in another case", "LOVELACE"],
      ["part of an e-mail address in another case", "Ada_1%@EXAMPLE"],
      ["letters beyond ASCII in another case", "ÉLODIE"],
      ["an underscore as itself", "a_1"],
      ["a per cent sign as itself", "1%"],
      ["a backslash as itself", "\\b"],
      ["an apostrophe", "o'n"],
    ])("finds %s", async ([, search], { identity }) => {
      await store(identity, [
        aUser().withEmail("ada_1%@example.com").withName("Élodie Lovelace O'Neil \\back"),
        aUser().withEmail("adax12@example.org").withName("Grace Hopper"),
      ]);
      expect(await emails(identity.userDirectory, { deleted: false, search: search! })).toEqual(["ada_1%@example.com"]);
      expect(await identity.userDirectory.count({ deleted: false, search: search! })).toBe(1);
    });

    test("for nothing finds everybody, for what nobody has nobody", async ({ identity }) => {
      await store(identity, [aUser(), aUser()]);
      expect(await identity.userDirectory.count({ deleted: false, search: "" })).toBe(2);
      expect(await identity.userDirectory.count({ deleted: false, search: "%" })).toBe(0);
      expect(await emails(identity.userDirectory, { deleted: false, search: "_" })).toEqual([]);
    });
  });

  describe("page by page", () => {
    test.for([
      ["of different times", (n: number) => onHour(n)],
      ["of one and the same millisecond", () => noon],
      ["of neighbouring milliseconds", (n: number) => new Date(noon.getTime() + Math.floor(n / 3))],
    ] as const)("every user %s comes once", async ([, at], { identity }) => {
      const users = Array.from({ length: 7 }, (_, n) => aUser().createdAt(at(n)));
      await store(identity, users);
      const pages = await allPages(identity.userDirectory, 3);
      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      expect(new Set(pages.flat())).toEqual(new Set(users.map((user) => user.build().snapshot.email)));
      expect(await identity.userDirectory.count(everybody)).toBe(7);
    });

    test("the last page says so, also when it is full", async ({ identity }) => {
      await store(identity, [aUser(), aUser(), aUser(), aUser()]);
      const pages = await allPages(identity.userDirectory, 2);
      expect(pages.map((page) => page.length)).toEqual([2, 2]);
    });

    test("nobody comes twice or is missed while users are added", async ({ identity }) => {
      const users = Array.from({ length: 6 }, (_, n) => aUser().createdAt(onHour(n)));
      await store(identity, users);
      let added = 6;
      const addOne = () => store(identity, [aUser().createdAt(onHour(++added))]);
      const pages = await allPages(identity.userDirectory, 2, addOne);
      const newestFirst = users.toReversed().map((user) => user.build().snapshot.email);
      expect(pages.flat()).toEqual(newestFirst);
    });
  });
}

async function emails(directory: UserDirectory, filter: UserFilter): Promise<string[]> {
  return (await directory.list(filter, 100)).items.map(({ email }) => email);
}

async function allPages(directory: UserDirectory, limit: number, between = async () => {}): Promise<string[][]> {
  const pages: string[][] = [];
  let after: UserPosition | undefined;
  do {
    const page = await directory.list(everybody, limit, after);
    pages.push(page.items.map(({ email }) => email));
    if (pages.length > 10) throw new Error("The pages have no end.");
    after = page.next;
    await between();
  } while (after !== undefined);
  return pages;
}
