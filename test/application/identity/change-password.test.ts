import { describe, expect, test } from "vitest";
import {
  InvalidPassword,
  InvalidToken,
  UserNotFound,
  WrongCredentials,
  WrongPassword,
} from "#domain/identity/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity, password } from "#test/support/identity/test-identity.ts";

const newPassword = "staple battery horse";

async function loggedIn() {
  const context = inMemoryIdentity();
  const user = await context.register("ada@example.com");
  const { refreshToken } = await context.logIn();
  const logInWith = (given: string) =>
    context.identity.logIn({ email: "ada@example.com", password: given, userAgent: null, ip: null });
  return { ...context, user, refreshToken, logInWith };
}

describe("changing the password", () => {
  test("lets the new one in, and the old one no more", async () => {
    const { identity, user, logInWith } = await loggedIn();
    await identity.changePassword({ userId: user.id, currentPassword: password, newPassword });
    await expect(logInWith(newPassword)).resolves.toHaveProperty("accessToken");
    await expect(logInWith(password)).rejects.toThrow(WrongCredentials);
  });

  test("logs out whoever was logged in with the old one", async () => {
    const { identity, user, refreshToken } = await loggedIn();
    await identity.changePassword({ userId: user.id, currentPassword: password, newPassword });
    await expect(identity.refreshSession(refreshToken)).rejects.toThrow(InvalidToken);
  });

  test("happens together with the logging out: when that fails, the old password stays", async () => {
    const { identity, user, sessions, refreshToken, logInWith } = await loggedIn();
    sessions.updateAllOf = () => Promise.reject(new Error("the sessions can't be reached"));
    const change = identity.changePassword({ userId: user.id, currentPassword: password, newPassword });
    await expect(change).rejects.toThrow("the sessions can't be reached");
    await expect(logInWith(password)).resolves.toHaveProperty("accessToken");
    await expect(logInWith(newPassword)).rejects.toThrow(WrongCredentials);
    await expect(identity.refreshSession(refreshToken)).resolves.toHaveProperty("accessToken");
  });

  test("by two who know the old one at once succeeds for one", async () => {
    const { identity, user, logInWith } = await loggedIn();
    const wishes = ["the wish of the first", "the wish of the second"];
    const outcomes = await Promise.allSettled(
      wishes.map((wish) => identity.changePassword({ userId: user.id, currentPassword: password, newPassword: wish })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes).toContainEqual({ status: "rejected", reason: expect.any(WrongPassword) });
    const won = outcomes.findIndex(({ status }) => status === "fulfilled");
    await expect(logInWith(wishes[won]!)).resolves.toHaveProperty("accessToken");
  });

  test.for([
    ["the current one is wrong", { currentPassword: "wrong horse battery" }, WrongPassword],
    ["the new one is too short", { newPassword: "short" }, InvalidPassword],
    ["the user is unknown", { userId: parseId<"User">("0197a8f0-c000-7000-8000-00000000000a") }, UserNotFound],
  ] as const)("is refused and ends no session when %s", async ([, change, refusal]) => {
    const { identity, user, refreshToken, logInWith } = await loggedIn();
    const command = { userId: user.id, currentPassword: password, newPassword, ...change };
    await expect(identity.changePassword(command)).rejects.toThrow(refusal);
    await expect(logInWith(password)).resolves.toHaveProperty("accessToken");
    await expect(identity.refreshSession(refreshToken)).resolves.toHaveProperty("accessToken");
  });

  test("of a user without one is refused", async () => {
    const { identity } = inMemoryIdentity();
    const outside = { provider: "workos", subject: "user_1", email: "ada@example.com", name: "Ada" };
    const { user } = await identity.getOrCreateOutsideUser(outside);
    const change = identity.changePassword({ userId: user.id, currentPassword: "", newPassword });
    await expect(change).rejects.toThrow(WrongPassword);
  });
});
