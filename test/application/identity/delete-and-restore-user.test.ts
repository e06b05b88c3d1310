import { describe, expect, test } from "vitest";
import {
  EmailAlreadyTaken,
  InvalidToken,
  UserIsDeleted,
  UserNotFound,
  WrongCredentials,
} from "#domain/identity/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

const nobody = parseId<"User">("0197a8f0-c000-7000-8000-00000000000a");

async function registered() {
  const context = inMemoryIdentity();
  const { id: by } = await context.administrator();
  return { ...context, by, user: await context.register("ada@example.com") };
}

describe("deleting a user", () => {
  test("ends the sessions, and nobody can log in any more", async () => {
    const { identity, user, logIn } = await registered();
    const { refreshToken } = await logIn();
    await identity.deleteUser(user.id);
    await expect(identity.refreshSession(refreshToken)).rejects.toThrow(InvalidToken);
    await expect(logIn()).rejects.toThrow(WrongCredentials);
  });

  test("happens together with the ending of the sessions, or not at all", async () => {
    const { identity, user, sessions } = await registered();
    sessions.updateAllOf = () => Promise.reject(new Error("the sessions can't be reached"));
    await expect(identity.deleteUser(user.id)).rejects.toThrow("the sessions can't be reached");
    expect(await identity.readProfile(user.id)).toStrictEqual(user);
  });

  test("who is deleted already, or unknown, is refused", async () => {
    const { identity, user, clock } = await registered();
    await identity.deleteUser(user.id);
    await expect(identity.deleteUser(user.id)).rejects.toThrow(UserIsDeleted);
    clock.forward({ days: 1 });
    await expect(identity.deleteUser(user.id)).rejects.toThrow(UserIsDeleted);
    await expect(identity.deleteUser(nobody)).rejects.toThrow(UserNotFound);
  });
});

describe("restoring a user", () => {
  test("lets them log in again, but brings no session back", async () => {
    const { identity, user, by, logIn } = await registered();
    const { refreshToken } = await logIn();
    await identity.deleteUser(user.id);
    const restored = await identity.restoreUser({ by, userId: user.id });
    expect(restored).toMatchObject({ id: user.id, deletedAt: null });
    expect(await identity.readProfile(user.id)).toStrictEqual(restored);
    await expect(logIn()).resolves.toHaveProperty("accessToken");
    await expect(identity.refreshSession(refreshToken)).rejects.toThrow(InvalidToken);
  });

  test("whose address another has by now is refused, until it is free again", async () => {
    const { identity, user, by, register } = await registered();
    await identity.deleteUser(user.id);
    const next = await register("ADA@example.com");
    await expect(identity.restoreUser({ by, userId: user.id })).rejects.toThrow(EmailAlreadyTaken);
    await expect(identity.readProfile(user.id)).rejects.toThrow(UserNotFound);
    await identity.deleteUser(next.id);
    await expect(identity.restoreUser({ by, userId: user.id })).resolves.toHaveProperty("deletedAt", null);
  });

  test("who isn't deleted changes nothing, and an unknown one is refused", async () => {
    const { identity, user, by } = await registered();
    expect(await identity.restoreUser({ by, userId: user.id })).toStrictEqual(user);
    await expect(identity.restoreUser({ by, userId: nobody })).rejects.toThrow(UserNotFound);
  });
});
