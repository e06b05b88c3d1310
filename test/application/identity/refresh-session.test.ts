import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { InvalidToken, SessionNotFound } from "#domain/identity/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

async function loggedIn() {
  const context = inMemoryIdentity();
  const user = await context.register();
  const first = await context.logIn();
  const { sessionId } = await context.tokens.readRefresh(first.refreshToken);
  const session = async () => (await context.sessions.read(sessionId)).snapshot;
  return { ...context, user, first, sessionId, session };
}

describe("refreshing a session", () => {
  test("gives new tokens of the same session", async () => {
    const { identity, first, user, tokens, sessionId, clock } = await loggedIn();
    clock.forward({ hours: 1 });
    const second = await identity.refreshSession(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await tokens.readAccess(second.accessToken)).toEqual({ userId: user.id, sessionId, role: "member" });
  });

  test("goes on with the newest token, until the end of the session", async () => {
    const { identity, first, session, tokens, clock } = await loggedIn();
    const { expiresAt } = await session();
    clock.forward({ days: 29 });
    const second = await identity.refreshSession(first.refreshToken);
    const third = await identity.refreshSession(second.refreshToken);
    expect((await session()).expiresAt).toEqual(expiresAt);
    clock.forward({ days: 1 });
    await expect(identity.refreshSession(third.refreshToken)).rejects.toThrow(InvalidToken);
    await expect(tokens.readRefresh(third.refreshToken)).rejects.toThrow(InvalidToken);
  });

  test("tells the role that the user has now", async () => {
    const { identity, first, user, tokens, users } = await loggedIn();
    await users.update(user.id, (stored) => stored.changeRole("admin"));
    const { accessToken } = await identity.refreshSession(first.refreshToken);
    expect((await tokens.readAccess(accessToken)).role).toBe("admin");
  });

  test("with a used token revokes the session: the newest token is no good any more either", async () => {
    const { identity, first, session, clock } = await loggedIn();
    const second = await identity.refreshSession(first.refreshToken);
    const newest = await identity.refreshSession(second.refreshToken);

    await expect(identity.refreshSession(first.refreshToken)).rejects.toThrow(InvalidToken);
    expect((await session()).revokedAt).toEqual(clock.now());
    await expect(identity.refreshSession(newest.refreshToken)).rejects.toThrow(InvalidToken);
  });

  test("with one token twice at once succeeds once, and ends the session", async () => {
    const { identity, first, session } = await loggedIn();
    const outcomes = await Promise.allSettled([1, 2].map(() => identity.refreshSession(first.refreshToken)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(InvalidToken) });
    expect((await session()).revokedAt).not.toBeNull();
  });

  test("leaves the other sessions of the user alone", async () => {
    const { identity, first, logIn } = await loggedIn();
    const other = await logIn();
    await identity.refreshSession(first.refreshToken);
    await expect(identity.refreshSession(first.refreshToken)).rejects.toThrow(InvalidToken);
    await expect(identity.refreshSession(other.refreshToken)).resolves.toHaveProperty("accessToken");
  });
});

describe("a session isn't refreshed, nor revoked, by", () => {
  const forged = (sessionId: string) =>
    new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("plinth")
      .setAudience("refresh")
      .setExpirationTime("30d")
      .sign(new TextEncoder().encode("a secret that somebody else made up"));

  test.for<[string, (context: Awaited<ReturnType<typeof loggedIn>>) => string | Promise<string>]>([
    ["nothing", () => ""],
    ["what isn't a token", () => "not.a.token"],
    ["an access token", ({ first }) => first.accessToken],
    ["a token of an e-mail verification", ({ mails }) => mails[0]!.token],
    ["a forged token", ({ sessionId }) => forged(sessionId)],
    ["a token whose last character is another", ({ first }) => first.refreshToken.replace(/.$/, "!")],
  ])("%s", async ([, token]) => {
    const context = await loggedIn();
    await expect(context.identity.refreshSession(await token(context))).rejects.toThrow(InvalidToken);
    expect((await context.session()).revokedAt).toBeNull();
    await expect(context.identity.refreshSession(context.first.refreshToken)).resolves.toHaveProperty("accessToken");
  });

  test("a token of a session that doesn't exist", async () => {
    const { identity, tokens } = inMemoryIdentity();
    const { token } = await tokens.issueRefresh(parseId("0197a8f0-c000-7000-8000-00000000000a"));
    await expect(identity.refreshSession(token)).rejects.toThrow(InvalidToken);
  });

  test("a token of a user who was deleted", async () => {
    const { identity, user, first } = await loggedIn();
    await identity.deleteUser(user.id);
    await expect(identity.refreshSession(first.refreshToken)).rejects.toThrow(InvalidToken);
  });
});

describe("logging out", () => {
  test("ends this session, and no other one", async () => {
    const { identity, first, sessionId, logIn } = await loggedIn();
    const other = await logIn();
    await identity.logOut(sessionId);
    await expect(identity.refreshSession(first.refreshToken)).rejects.toThrow(InvalidToken);
    await expect(identity.refreshSession(other.refreshToken)).resolves.toHaveProperty("accessToken");
  });

  test("twice is the same as once", async () => {
    const { identity, sessionId, session } = await loggedIn();
    await identity.logOut(sessionId);
    const once = await session();
    await identity.logOut(sessionId);
    expect(await session()).toStrictEqual(once);
  });

  test("of a session that doesn't exist is an error", async () => {
    const { identity } = inMemoryIdentity();
    await expect(identity.logOut(parseId("0197a8f0-c000-7000-8000-00000000000a"))).rejects.toThrow(SessionNotFound);
  });

  test("everywhere ends every session of this user, and of nobody else", async () => {
    const { identity, user, first, register, logIn } = await loggedIn();
    const second = await logIn();
    await register("grace@example.com");
    const grace = await logIn("grace@example.com");

    expect(await identity.logOutEverywhere(user.id)).toBe(2);
    for (const { refreshToken } of [first, second]) {
      await expect(identity.refreshSession(refreshToken)).rejects.toThrow(InvalidToken);
    }
    await expect(identity.refreshSession(grace.refreshToken)).resolves.toHaveProperty("accessToken");
    expect(await identity.logOutEverywhere(user.id)).toBe(0);
  });
});
