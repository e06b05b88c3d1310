import { describe, expect } from "vitest";
import { EmailAlreadyTaken } from "#domain/identity/errors.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import type { User } from "#domain/identity/user.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { Email } from "#domain/shared/email.ts";
import type { IdentityTest } from "#test/support/identity/identity-adapters.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

const grace = PersonName.parse("Grace Hopper");
const forty = Array.from({ length: 40 });

/** What every `UserRepository` promises about its update closure, and about many callers at once. */
export function userRepositoryUpdatesContract(test: IdentityTest): void {
  describe("a change by closure", () => {
    test.for<[string, User, (user: User) => void]>([
      ["renamed", aUser().build(), (user) => user.rename(grace)],
      [
        "e-mail address changed",
        aUser().verified().build(),
        (user) => user.changeEmail(Email.parse("new@example.com")),
      ],
      ["e-mail address verified", aUser().build(), (user) => user.verifyEmail()],
      ["password changed", aUser().build(), (user) => user.changePassword("hashed:another")],
      ["a first password set", aUser().withPasswordHash(null).build(), (user) => user.changePassword("hashed:first")],
      ["settings changed", aUser().build(), (user) => user.changeSettings({ locale: "de", timeZone: "Europe/Berlin" })],
      [
        "a setting cleared",
        aUser().withSettings({ timeZone: "UTC" }).build(),
        (user) => user.changeSettings({ timeZone: null }),
      ],
      ["role changed", aUser().build(), (user) => user.changeRole("admin")],
      ["deleted", aUser().build(), (user) => user.delete()],
      ["restored", aUser().deleted().build(), (user) => user.restore()],
    ])("is stored, one version on: %s", async ([, user, change], { identity: { users } }) => {
      await users.create(user);
      const returned = await users.update(user.snapshot.id, change);
      const stored = await users.update(user.snapshot.id, () => undefined);
      expect(stored.snapshot).toStrictEqual(returned.snapshot);
      expect(stored.snapshot).not.toEqual(user.snapshot);
      expect(stored.snapshot.version).toBe(user.snapshot.version + 1);
      expect(returned.events).toEqual([]);
    });

    test("leaves outside identities, settings and everything else as it was", async ({
      identity: { users, clock },
    }) => {
      const user = aUser().withIdentity("workos", "user_1").withSettings({ timeZone: "UTC" }).verified().build();
      await users.create(user);
      await users.update(user.snapshot.id, (stored) => stored.rename(grace));
      expect((await users.read(user.snapshot.id)).snapshot).toStrictEqual({
        ...user.snapshot,
        name: "Grace Hopper",
        version: 2,
        updatedAt: clock.now(),
      });
    });

    test("that throws stores nothing, and its error passes", async ({ identity: { users } }) => {
      const user = aUser().build();
      await users.create(user);
      const thrown = new Error("changed my mind");
      const change = (stored: User) => {
        stored.rename(grace);
        stored.changeSettings({ marketingEmails: true });
        throw thrown;
      };
      await expect(users.update(user.snapshot.id, change)).rejects.toBe(thrown);
      expect((await users.read(user.snapshot.id)).snapshot).toStrictEqual(user.snapshot);
    });

    test("that returns a promise after all is refused and stores nothing", async ({ identity: { users } }) => {
      const user = aUser().build();
      await users.create(user);
      const later = async (stored: User) => stored.rename(grace);
      // @ts-expect-error -- a change that returns a promise is refused by type
      await expect(users.update(user.snapshot.id, later)).rejects.toThrow("must be synchronous");
      expect((await users.read(user.snapshot.id)).snapshot).toStrictEqual(user.snapshot);
    });

    test("that changes nothing writes nothing", async ({ identity: { users, clock } }) => {
      const user = aUser().build();
      await users.create(user);
      clock.forward({ days: 1 });
      const same = await users.update(user.snapshot.id, (stored) =>
        stored.rename(PersonName.parse(user.snapshot.name)),
      );
      expect(same.snapshot).toStrictEqual(user.snapshot);
      expect((await users.read(user.snapshot.id)).snapshot).toStrictEqual(user.snapshot);
    });
  });

  describe("the version that the caller saw", () => {
    test("is compared before anything is changed: an old one is a conflict", async ({ identity: { users } }) => {
      const user = aUser().build();
      await users.create(user);
      const { id } = user.snapshot;
      await users.update(id, (stored) => stored.rename(grace), { expectedVersion: 1 });
      let called = false;
      const change = () => {
        called = true;
      };
      await expect(users.update(id, change, { expectedVersion: 1 })).rejects.toThrow(ConcurrencyConflict);
      await expect(users.update(id, change, { expectedVersion: 3 })).rejects.toThrow(ConcurrencyConflict);
      expect(called).toBe(false);
      expect((await users.read(id)).snapshot.version).toBe(2);
    });

    test("lets one of many through who saw the same", async ({ identity: { users } }) => {
      const user = aUser().build();
      await users.create(user);
      const outcomes = await Promise.allSettled(
        forty.map((_, n) => users.update(user.snapshot.id, rename(`Name ${n}`), { expectedVersion: 1 })),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const outcome of outcomes.filter(({ status }) => status === "rejected")) {
        expect(outcome).toHaveProperty("reason", expect.any(ConcurrencyConflict));
      }
      expect((await users.read(user.snapshot.id)).snapshot.version).toBe(2);
    });
  });

  describe("forty at once", () => {
    test("change one user, and no change of its own row is lost", async ({ identity: { users } }) => {
      const user = aUser().withName("0").build();
      await users.create(user);
      const addOne = (stored: User) => rename(String(Number(stored.snapshot.name) + 1))(stored);
      await Promise.all(forty.map(() => users.update(user.snapshot.id, addOne)));
      expect((await users.read(user.snapshot.id)).snapshot).toMatchObject({ name: "40", version: 41 });
    });

    test("change the settings of one user, and no change is lost", async ({ identity: { users } }) => {
      const user = aUser().withSettings({ locale: "en-x-0" }).build();
      await users.create(user);
      const addOne = (stored: User) => {
        const count = Number(stored.snapshot.settings.locale.slice("en-x-".length));
        stored.changeSettings({ locale: `en-x-${count + 1}` });
      };
      await Promise.all(forty.map(() => users.update(user.snapshot.id, addOne)));
      expect((await users.read(user.snapshot.id)).snapshot).toMatchObject({
        settings: { locale: "en-x-40" },
        version: 41,
      });
    });

    test("create a user of one e-mail address, and exactly one succeeds", async ({
      identity: { users, userDirectory },
    }) => {
      const outcomes = await Promise.allSettled(
        forty.map((_, n) =>
          users.create(
            aUser()
              .withEmail(n % 2 === 0 ? "ada@example.com" : "ADA@example.com")
              .build(),
          ),
        ),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const outcome of outcomes.filter(({ status }) => status === "rejected")) {
        expect(outcome).toHaveProperty("reason", expect.any(EmailAlreadyTaken));
      }
      expect(await userDirectory.list({ deleted: false }, 9)).toHaveProperty("total", 1);
    });
  });

  describe("the administrators", () => {
    test("are those who aren't deleted, in the order of their ids", async ({ identity: { users } }) => {
      const [first, second] = [aUser().admin().build(), aUser().admin().build()];
      for (const user of [second, aUser().build(), aUser().admin().deleted().build(), first]) await users.create(user);
      expect(await users.lockAdministrators()).toEqual([first.snapshot.id, second.snapshot.id]);
    });

    test("don't change while somebody has them locked: of forty who go unless they are the last one stays", async ({
      identity: { users, transactions },
    }) => {
      const administrators = forty.map(() => aUser().admin().build());
      await Promise.all(administrators.map((user) => users.create(user)));
      const go = ({ snapshot: { id } }: User, how: (user: User) => void) =>
        transactions.run(async () => {
          if ((await users.lockAdministrators()).length > 1) await users.update(id, how);
        });
      await Promise.all(
        administrators.map((user, n) =>
          go(user, (stored) => (n % 2 === 0 ? stored.delete() : stored.changeRole("member"))),
        ),
      );
      expect(await users.lockAdministrators()).toHaveLength(1);
    });
  });
}

const rename = (name: string) => (user: User) => user.rename(PersonName.parse(name));
