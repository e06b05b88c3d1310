import { describe, expect, test } from "vitest";
import {
  EmailAlreadyTaken,
  EmailAlreadyVerified,
  InvalidToken,
  UserIsDeleted,
  UserNotFound,
  WrongPassword,
} from "#domain/identity/errors.ts";
import { Email, InvalidEmail } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity, password } from "#test/support/identity/test-identity.ts";

const nobody = parseId<"User">("0197a8f0-c000-7000-8000-00000000000a");

async function registered() {
  const context = inMemoryIdentity();
  const user = await context.register("ada@example.com");
  const profile = () => context.identity.readProfile(user.id);
  const lastToken = () => context.mails.at(-1)!.token;
  return { ...context, user, profile, lastToken };
}

describe("verifying an e-mail address", () => {
  test("works with the token of the mail, once", async () => {
    const { identity, profile, lastToken, clock } = await registered();
    clock.forward({ hours: 23 });
    await identity.verifyEmail(lastToken());
    expect((await profile()).emailVerifiedAt).toEqual(clock.now());
    await expect(identity.verifyEmail(lastToken())).rejects.toThrow(EmailAlreadyVerified);
  });

  test("works after the address was written in another case", async () => {
    const { identity, user, profile, lastToken } = await registered();
    const token = lastToken();
    await identity.changeEmail({ userId: user.id, email: "Ada@Example.com", password });
    await identity.verifyEmail(token);
    expect(await profile()).toMatchObject({ email: "Ada@Example.com", emailVerifiedAt: expect.any(Date) });
  });

  test("is for the present address only: the token for an earlier one is no good", async () => {
    const { identity, user, profile, lastToken } = await registered();
    const former = lastToken();
    await identity.changeEmail({ userId: user.id, email: "countess@example.com", password });
    await expect(identity.verifyEmail(former)).rejects.toThrow(InvalidToken);
    expect((await profile()).emailVerifiedAt).toBeNull();
    await identity.verifyEmail(lastToken());
    expect((await profile()).emailVerifiedAt).not.toBeNull();
  });

  test("is too late after a day", async () => {
    const { identity, profile, lastToken, clock } = await registered();
    clock.forward({ days: 1 });
    await expect(identity.verifyEmail(lastToken())).rejects.toThrow(InvalidToken);
    expect((await profile()).emailVerifiedAt).toBeNull();
  });

  test("takes no other token", async () => {
    const { identity, logIn, profile } = await registered();
    const { accessToken, refreshToken } = await logIn();
    for (const token of ["", "no.such.token", accessToken, refreshToken]) {
      await expect(identity.verifyEmail(token)).rejects.toThrow(InvalidToken);
    }
    expect((await profile()).emailVerifiedAt).toBeNull();
  });

  test("of a deleted or unknown user is refused", async () => {
    const { identity, user, lastToken, tokens } = await registered();
    await identity.deleteUser(user.id);
    await expect(identity.verifyEmail(lastToken())).rejects.toThrow(UserIsDeleted);
    const token = await tokens.issueEmailVerification(nobody, Email.parse("ada@example.com"));
    await expect(identity.verifyEmail(token)).rejects.toThrow(UserNotFound);
  });
});

describe("asking for the verification mail again", () => {
  test("sends another one to the present address", async () => {
    const { identity, user, profile, mails, lastToken } = await registered();
    await identity.requestEmailVerification(user.id);
    expect(mails.map(({ to }) => to)).toEqual(["ada@example.com", "ada@example.com"]);
    await identity.verifyEmail(lastToken());
    expect((await profile()).emailVerifiedAt).not.toBeNull();
  });

  test("is refused when it is verified already, and sends nothing", async () => {
    const { identity, user, mails, lastToken } = await registered();
    await identity.verifyEmail(lastToken());
    await expect(identity.requestEmailVerification(user.id)).rejects.toThrow(EmailAlreadyVerified);
    expect(mails).toHaveLength(1);
    await expect(identity.requestEmailVerification(nobody)).rejects.toThrow(UserNotFound);
  });
});

describe("changing an e-mail address", () => {
  test("needs the password, and sends a mail to the new address", async () => {
    const { identity, user, mails, logIn, lastToken } = await registered();
    await identity.verifyEmail(lastToken());
    const changed = await identity.changeEmail({ userId: user.id, email: "countess@example.com", password });
    expect(changed).toMatchObject({ email: "countess@example.com", emailVerifiedAt: null });
    expect(mails.map(({ to }) => to)).toEqual(["ada@example.com", "countess@example.com"]);
    await expect(logIn("countess@example.com")).resolves.toHaveProperty("accessToken");
  });

  test("to the same one in another case keeps it verified, and sends nothing", async () => {
    const { identity, user, mails, lastToken } = await registered();
    await identity.verifyEmail(lastToken());
    const changed = await identity.changeEmail({ userId: user.id, email: "ADA@example.com", password });
    expect(changed.emailVerifiedAt).not.toBeNull();
    expect(mails).toHaveLength(1);
  });

  test("is refused when the password is changed while it is verified", async () => {
    const { identity, user, passwords, profile } = await registered();
    passwords.afterVerification = async () => {
      passwords.afterVerification = undefined;
      const newPassword = "another horse battery";
      await identity.changePassword({ userId: user.id, currentPassword: password, newPassword });
    };
    const change = identity.changeEmail({ userId: user.id, email: "countess@example.com", password });
    await expect(change).rejects.toThrow(WrongPassword);
    expect((await profile()).email).toBe(user.email);
  });

  test.for([
    ["a wrong password", { password: "wrong horse battery" }, WrongPassword],
    ["what isn't an address", { email: "countess" }, InvalidEmail],
    ["an address that is taken", { email: "Grace@example.com" }, EmailAlreadyTaken],
    ["an unknown user", { userId: nobody }, UserNotFound],
  ] as const)("is refused, changes nothing and sends nothing: %s", async ([, change, refusal]) => {
    const { identity, user, register, profile, mails } = await registered();
    await register("grace@example.com", "Grace Hopper");
    const command = { userId: user.id, email: "countess@example.com", password, ...change };
    await expect(identity.changeEmail(command)).rejects.toThrow(refusal);
    expect(await profile()).toStrictEqual(user);
    expect(mails).toHaveLength(2);
  });
});
