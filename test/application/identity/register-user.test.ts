import { describe, expect, test } from "vitest";
import { EmailAlreadyTaken, InvalidPassword, InvalidPersonName } from "#domain/identity/errors.ts";
import { InvalidEmail } from "#domain/shared/email.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

const ada = { email: "Ada@example.com", name: " Ada Lovelace ", password: "correct horse battery" };

describe("registering", () => {
  test("makes a member, who is found again, with the password as a hash", async () => {
    const { identity, clock } = inMemoryIdentity();
    const user = await identity.registerUser(ada);
    expect(user).toMatchObject({
      email: "Ada@example.com",
      name: "Ada Lovelace",
      role: "member",
      passwordHash: "hashed:correct horse battery",
      emailVerifiedAt: null,
      createdAt: clock.now(),
    });
    expect(await identity.readProfile(user.id)).toStrictEqual(user);
  });

  test("asks the owner of the address to verify it", async () => {
    const { identity, mails } = inMemoryIdentity();
    const user = await identity.registerUser(ada);
    expect(mails.map(({ to }) => to)).toEqual(["Ada@example.com"]);
    await identity.verifyEmail(mails[0]!.token);
    expect((await identity.readProfile(user.id)).emailVerifiedAt).not.toBeNull();
  });

  test.for([
    ["e-mail address", { email: "ada" }, InvalidEmail],
    ["name", { name: "" }, InvalidPersonName],
    ["password", { password: "too short" }, InvalidPassword],
  ] as const)("with an invalid %s leaves nothing behind", async ([, change, refusal]) => {
    const { identity, mails } = inMemoryIdentity();
    await expect(identity.registerUser({ ...ada, ...change })).rejects.toThrow(refusal);
    expect((await identity.listUsers({ deleted: false, limit: 10 })).total).toBe(0);
    expect(mails).toEqual([]);
  });

  test("with an address that is taken, in whatever case, is refused without a mail", async () => {
    const { identity, mails } = inMemoryIdentity();
    await identity.registerUser(ada);
    await expect(identity.registerUser({ ...ada, email: "ADA@EXAMPLE.COM" })).rejects.toThrow(EmailAlreadyTaken);
    expect(mails).toHaveLength(1);
    expect((await identity.listUsers({ deleted: false, limit: 10 })).total).toBe(1);
  });

  test("twice at once makes one user, the other is told", async () => {
    const { identity } = inMemoryIdentity();
    const outcomes = await Promise.allSettled([identity.registerUser(ada), identity.registerUser(ada)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(EmailAlreadyTaken) });
  });

  test("with the address of a deleted user makes another user", async () => {
    const { identity } = inMemoryIdentity();
    const first = await identity.registerUser(ada);
    await identity.deleteUser(first.id);
    const second = await identity.registerUser(ada);
    expect(second.id).not.toBe(first.id);
  });
});
