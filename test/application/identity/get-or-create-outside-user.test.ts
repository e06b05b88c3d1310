import { describe, expect, test } from "vitest";
import {
  EmailAlreadyTaken,
  InvalidOutsideIdentity,
  InvalidPersonName,
  UserIsDeleted,
} from "#domain/identity/errors.ts";
import { InvalidEmail } from "#domain/shared/email.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

const ada = { provider: "workos", subject: "user_1", email: "ada@example.com", name: "Ada Lovelace" };

describe("the user of an outside identity", () => {
  test("is made the first time, without a password and with a verified address", async () => {
    const { identity, clock, mails } = inMemoryIdentity();
    const { user, created } = await identity.getOrCreateOutsideUser(ada);
    expect(created).toBe(true);
    expect(user).toMatchObject({
      email: "ada@example.com",
      name: "Ada Lovelace",
      passwordHash: null,
      emailVerifiedAt: clock.now(),
      identities: [{ provider: "workos", subject: "user_1" }],
    });
    expect(await identity.readProfile(user.id)).toStrictEqual(user);
    expect(mails).toEqual([]);
  });

  test("is the same later, whatever address and name the provider tells", async () => {
    const { identity } = inMemoryIdentity();
    const { user } = await identity.getOrCreateOutsideUser(ada);
    const again = await identity.getOrCreateOutsideUser({ ...ada, email: "countess@example.com", name: "Ada King" });
    expect(again).toStrictEqual({ user, created: false });
  });

  test("is another one at another provider, or with a subject in another case", async () => {
    const { identity } = inMemoryIdentity();
    const { user } = await identity.getOrCreateOutsideUser(ada);
    const others = [
      { ...ada, provider: "github", email: "github@example.com" },
      { ...ada, subject: "USER_1", email: "subject@example.com" },
    ];
    for (const other of others) {
      const found = await identity.getOrCreateOutsideUser(other);
      expect(found.created).toBe(true);
      expect(found.user.id).not.toBe(user.id);
    }
  });

  test.for([
    ["of one address", () => "ada@example.com"],
    ["of different addresses", (n: number) => `ada-${n}@example.com`],
  ] as const)("is one, however many ask at once, %s", async ([, email]) => {
    const { identity } = inMemoryIdentity();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => identity.getOrCreateOutsideUser({ ...ada, email: email(n) })),
    );
    expect(new Set(answers.map(({ user }) => user.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect((await identity.listUsers({ deleted: false, limit: 10 })).total).toBe(1);
  });

  test("isn't a user who registered with that address: nobody has proven that both are the same person", async () => {
    const { identity, register } = inMemoryIdentity();
    const registered = await register("ADA@example.com");
    await expect(identity.getOrCreateOutsideUser(ada)).rejects.toThrow(EmailAlreadyTaken);
    expect(await identity.readProfile(registered.id)).toStrictEqual(registered);
  });

  test("who is deleted is neither let in nor made anew", async () => {
    const { identity } = inMemoryIdentity();
    const { user } = await identity.getOrCreateOutsideUser(ada);
    await identity.deleteUser(user.id);
    await expect(identity.getOrCreateOutsideUser(ada)).rejects.toThrow(UserIsDeleted);
    expect((await identity.listUsers({ deleted: false, limit: 10 })).total).toBe(0);
  });

  test.for([
    ["provider", { provider: "Work OS" }, InvalidOutsideIdentity],
    ["subject", { subject: "" }, InvalidOutsideIdentity],
    ["address", { email: "ada" }, InvalidEmail],
    ["name", { name: "" }, InvalidPersonName],
  ] as const)("isn't made with an invalid %s", async ([, change, refusal]) => {
    const { identity } = inMemoryIdentity();
    await expect(identity.getOrCreateOutsideUser({ ...ada, ...change })).rejects.toThrow(refusal);
    expect((await identity.listUsers({ deleted: false, limit: 10 })).total).toBe(0);
  });
});
