import { describe, expect } from "vitest";
import { EmailAlreadyTaken, OutsideIdentityAlreadyLinked, UserNotFound } from "#domain/identity/errors.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import type { UserId } from "#domain/identity/user.ts";
import { Email } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import type { IdentityAdapters, IdentityTest } from "#test/support/identity/identity-adapters.ts";
import { aUser } from "#test/support/identity/user-builder.ts";

const nobody = parseId<"User">("ffffffff-0000-7000-8000-000000000000");
const grace = PersonName.parse("Grace Hopper");

/** What every `UserRepository` promises about single calls; about calls at once, see `user-repository-updates-contract.ts`. */
export function userRepositoryContract(test: IdentityTest): void {
  describe("what is created is read again", () => {
    const full = aUser()
      .withName("Zoë 李 🦊")
      .admin()
      .verified()
      .withIdentity("workos", "user_1")
      .withIdentity("github", "7");
    test.for([
      ["with every field", full.withSettings({ locale: "pt-BR", timeZone: "Asia/Kolkata", marketingEmails: true })],
      ["with null in every field that may be null", aUser().withPasswordHash(null)],
      ["with dates to the millisecond", aUser().createdAt(new Date("1999-12-31T23:59:59.001Z"))],
    ] as const)("%s", async ([, builder], { identity: { users } }) => {
      const { snapshot } = builder.build();
      await users.create(builder.build());
      const read = await users.read(snapshot.id);
      expect({ ...read.snapshot, identities: new Set(read.snapshot.identities) }).toStrictEqual({
        ...snapshot,
        identities: new Set(snapshot.identities),
      });
      expect(read.events).toEqual([]);
    });

    test("by its e-mail address in any case", async ({ identity: { users } }) => {
      const user = aUser().withEmail("Ada@Example.com").build();
      await users.create(user);
      const read = await users.readByEmail(Email.parse("aDA@exAMPLE.COM"));
      expect(read.snapshot).toStrictEqual(user.snapshot);
    });

    test("by each of its outside identities", async ({ identity: { users } }) => {
      const user = aUser().withIdentity("github", "7").withIdentity("workos", "user_1").build();
      await users.create(user);
      for (const identity of user.snapshot.identities) {
        expect((await users.readByOutsideIdentity(identity)).snapshot).toStrictEqual(user.snapshot);
      }
    });
  });

  describe("an unknown user is not found", () => {
    test("by id, by e-mail address, by outside identity, nor to be changed", async ({ identity: { users } }) => {
      await users.create(aUser().withIdentity("workos", "user_1").build());
      await expect(users.read(nobody)).rejects.toThrow(UserNotFound);
      await expect(users.readByEmail(Email.parse("nobody@example.com"))).rejects.toThrow(UserNotFound);
      await expect(users.readByOutsideIdentity({ provider: "workos", subject: "USER_1" })).rejects.toThrow(
        UserNotFound,
      );
      await expect(users.readByOutsideIdentity({ provider: "github", subject: "user_1" })).rejects.toThrow(
        UserNotFound,
      );
      await expect(users.update(nobody, (user) => user.rename(grace))).rejects.toThrow(UserNotFound);
    });
  });

  describe("a deleted user", () => {
    const deleted = aUser().withEmail("ada@example.com").withIdentity("workos", "user_1").deleted().build();

    test("is not read by id or e-mail address", async ({ identity: { users } }) => {
      await users.create(deleted);
      await expect(users.read(deleted.snapshot.id)).rejects.toThrow(UserNotFound);
      await expect(users.readByEmail(Email.parse("ada@example.com"))).rejects.toThrow(UserNotFound);
    });

    test("is read by its outside identity, and can be restored", async ({ identity: { users } }) => {
      await users.create(deleted);
      const byIdentity = await users.readByOutsideIdentity({ provider: "workos", subject: "user_1" });
      expect(byIdentity.snapshot).toStrictEqual(deleted.snapshot);
      await users.update(deleted.snapshot.id, (user) => user.restore());
      expect((await users.read(deleted.snapshot.id)).snapshot.deletedAt).toBeNull();
    });

    test("has freed its e-mail address, and can't be restored while another has it", async ({
      identity: { users },
    }) => {
      await users.create(deleted);
      const next = aUser().withEmail("ADA@example.com").build();
      await users.create(next);
      await expect(users.update(deleted.snapshot.id, (user) => user.restore())).rejects.toThrow(EmailAlreadyTaken);
      expect((await users.readByEmail(Email.parse("ada@example.com"))).snapshot.id).toBe(next.snapshot.id);
      await expect(users.read(deleted.snapshot.id)).rejects.toThrow(UserNotFound);
    });

    test("keeps its outside identities", async ({ identity: { users } }) => {
      await users.create(deleted);
      const another = aUser().withIdentity("workos", "user_1").build();
      await expect(users.create(another)).rejects.toThrow(OutsideIdentityAlreadyLinked);
    });
  });

  describe("a conflict stores nothing", () => {
    const isUnknown = (users: IdentityAdapters["users"], id: UserId) =>
      expect(users.read(id)).rejects.toThrow(UserNotFound);

    test("when the e-mail address of a new user is taken, also in another case", async ({ identity: { users } }) => {
      await users.create(aUser().withEmail("ada@example.com").build());
      const second = aUser().withEmail("ADA@example.COM").withIdentity("workos", "user_2").build();
      await expect(users.create(second)).rejects.toThrow(EmailAlreadyTaken);
      await isUnknown(users, second.snapshot.id);
      await expect(users.readByOutsideIdentity({ provider: "workos", subject: "user_2" })).rejects.toThrow(
        UserNotFound,
      );
    });

    test("when an outside identity of a new user belongs to another", async ({ identity: { users } }) => {
      await users.create(aUser().withIdentity("workos", "user_1").build());
      const second = aUser().withIdentity("github", "7").withIdentity("workos", "user_1").build();
      await expect(users.create(second)).rejects.toThrow(OutsideIdentityAlreadyLinked);
      await isUnknown(users, second.snapshot.id);
      await expect(users.readByOutsideIdentity({ provider: "github", subject: "7" })).rejects.toThrow(UserNotFound);
    });

    test("when an e-mail address is changed to one that is taken", async ({ identity: { users } }) => {
      await users.create(aUser().withEmail("ada@example.com").build());
      const second = aUser().withEmail("grace@example.com").build();
      await users.create(second);
      const taken = Email.parse("Ada@example.com");
      await expect(users.update(second.snapshot.id, (user) => user.changeEmail(taken))).rejects.toThrow(
        EmailAlreadyTaken,
      );
      expect((await users.read(second.snapshot.id)).snapshot).toStrictEqual(second.snapshot);
    });

    test("but a user may write its own e-mail address in another case", async ({ identity: { users } }) => {
      const ada = aUser().withEmail("ada@example.com").build();
      await users.create(ada);
      await users.update(ada.snapshot.id, (user) => user.changeEmail(Email.parse("Ada@Example.com")));
      expect((await users.read(ada.snapshot.id)).snapshot.email).toBe("Ada@Example.com");
    });
  });
}
