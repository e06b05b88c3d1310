import { describe, expect, test } from "vitest";
import { WrongCredentials } from "#domain/identity/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity, password } from "#test/support/identity/test-identity.ts";

const device = { userAgent: "Mozilla/5.0", ip: "192.0.2.1" };

describe("logging in", () => {
  test("with the address in any case starts a session of the device", async () => {
    const { identity, register, tokens, sessions, clock } = inMemoryIdentity();
    const user = await register("ada@example.com");
    const issued = await identity.logIn({ email: "ADA@Example.com", password, ...device });

    const actor = await tokens.readAccess(issued.accessToken);
    expect(actor).toMatchObject({ userId: user.id, role: "member" });
    expect(issued.expiresInSeconds).toBe(900);
    const { snapshot } = await sessions.read(parseId(actor.sessionId));
    expect(snapshot).toMatchObject({ ...device, userId: user.id, createdAt: clock.now(), revokedAt: null });
    expect(snapshot.expiresAt.getTime() - snapshot.createdAt.getTime()).toBe(30 * 24 * 60 * 60 * 1000);
  });

  test("keeps of the refresh token only its hash", async () => {
    const { register, logIn, tokens, sessions } = inMemoryIdentity();
    await register();
    const { refreshToken } = await logIn();
    const { sessionId, hash } = await tokens.readRefresh(refreshToken);
    const { snapshot } = await sessions.read(sessionId);
    expect(snapshot.refreshTokenHash).toBe(hash);
    expect(JSON.stringify(snapshot)).not.toContain(refreshToken);
  });

  test("on two devices makes two sessions", async () => {
    const { register, logIn, tokens } = inMemoryIdentity();
    await register();
    const actors = [await logIn(), await logIn()].map(({ accessToken }) => tokens.readAccess(accessToken));
    const [phone, desk] = await Promise.all(actors);
    expect(phone!.sessionId).not.toBe(desk!.sessionId);
  });
});

describe("a log-in that fails says nothing about who has an account", () => {
  const cases = {
    "a wrong password": { email: "ada@example.com", hash: `hashed:${password}` },
    "an unknown address": { email: "nobody@example.com", hash: null },
    "what isn't an address": { email: "nobody", hash: null },
    "a deleted user": { email: "deleted@example.com", hash: null },
    "a user of an outside identity provider": { email: "outside@example.com", hash: null },
  };

  test.for(Object.entries(cases))("%s: the same answer, and one password is verified", async ([, { email, hash }]) => {
    const { identity, register, passwords } = inMemoryIdentity();
    await register("ada@example.com");
    await identity.deleteUser((await register("deleted@example.com")).id);
    const outside = { provider: "workos", subject: "user_1", email: "outside@example.com", name: "Grace" };
    await identity.getOrCreateOutsideUser(outside);

    const attempt = identity.logIn({ email, password: "wrong horse battery", ...device });
    await expect(attempt).rejects.toThrow(new WrongCredentials());
    expect(passwords.verifications).toEqual([{ password: "wrong horse battery", hash }]);
  });

  test("a failure of something else isn't taken for a wrong password", async () => {
    const { identity, users } = inMemoryIdentity();
    users.readByEmail = () => Promise.reject(new Error("the database is away"));
    const attempt = identity.logIn({ email: "ada@example.com", password, ...device });
    await expect(attempt).rejects.toThrow("the database is away");
  });
});

test("a log-in while whose password is verified the role changes tells the new one", async () => {
  const { identity, administrator, users, tokens, passwords } = inMemoryIdentity();
  const { id, email } = await administrator();
  passwords.afterVerification = async () => void (await users.update(id, (user) => user.changeRole("member")));
  const { accessToken } = await identity.logIn({ email, password, ...device });
  expect((await tokens.readAccess(accessToken)).role).toBe("member");
});

describe("a log-in whose password was right a moment ago starts no session", () => {
  test("when the password is changed while it is verified", async () => {
    const { identity, register, passwords } = inMemoryIdentity();
    const { id: userId } = await register("ada@example.com");
    passwords.afterVerification = async () => {
      passwords.afterVerification = undefined;
      await identity.changePassword({ userId, currentPassword: password, newPassword: "another horse battery" });
    };

    const attempt = identity.logIn({ email: "ada@example.com", password, ...device });

    await expect(attempt).rejects.toThrow(new WrongCredentials());
  });

  test("when the user is deleted while it is verified", async () => {
    const { identity, register, passwords } = inMemoryIdentity();
    const { id } = await register("ada@example.com");
    passwords.afterVerification = () => identity.deleteUser(id);

    const attempt = identity.logIn({ email: "ada@example.com", password, ...device });

    await expect(attempt).rejects.toThrow(new WrongCredentials());
  });
});
