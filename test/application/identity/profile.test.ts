import { describe, expect, test } from "vitest";
import { InvalidPersonName, InvalidSettings, UserIsDeleted, UserNotFound } from "#domain/identity/errors.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

const nobody = parseId<"User">("0197a8f0-c000-7000-8000-00000000000a");

async function registered() {
  const context = inMemoryIdentity();
  return { ...context, user: await context.register() };
}

test("a profile is read until the user is deleted", async () => {
  const { identity, user } = await registered();
  expect(await identity.readProfile(user.id)).toStrictEqual(user);
  await identity.deleteUser(user.id);
  await expect(identity.readProfile(user.id)).rejects.toThrow(UserNotFound);
  await expect(identity.readProfile(nobody)).rejects.toThrow(UserNotFound);
});

describe("renaming", () => {
  test("answers with what is stored, one version on", async () => {
    const { identity, user, clock } = await registered();
    clock.forward({ minutes: 1 });
    const renamed = await identity.renameUser({ userId: user.id, name: " Ada King " });
    expect(renamed).toStrictEqual({ ...user, name: "Ada King", version: 2, updatedAt: clock.now() });
    expect(await identity.readProfile(user.id)).toStrictEqual(renamed);
  });

  test("to an invalid name is refused", async () => {
    const { identity, user } = await registered();
    await expect(identity.renameUser({ userId: user.id, name: " " })).rejects.toThrow(InvalidPersonName);
    expect(await identity.readProfile(user.id)).toStrictEqual(user);
  });
});

describe("changing settings", () => {
  test("changes the given fields, and null clears", async () => {
    const { identity, user } = await registered();
    const { id: userId } = user;
    await identity.changeSettings({ userId, change: { timeZone: "Europe/London", marketingEmails: true } });
    const { settings } = await identity.changeSettings({ userId, change: { timeZone: null } });
    expect(settings).toEqual({ locale: "en", timeZone: null, marketingEmails: true });
    expect((await identity.readProfile(userId)).settings).toEqual(settings);
  });

  test("of which one is wrong changes none", async () => {
    const { identity, user } = await registered();
    const change = { marketingEmails: true, timeZone: "Mars/Olympus" };
    await expect(identity.changeSettings({ userId: user.id, change })).rejects.toThrow(InvalidSettings);
    expect(await identity.readProfile(user.id)).toStrictEqual(user);
  });
});

type Context = Awaited<ReturnType<typeof registered>>;
type Change = (context: Context, userId: Context["user"]["id"], expectedVersion?: number) => Promise<unknown>;

const rename: Change = ({ identity }, userId, expectedVersion) =>
  identity.renameUser({ userId, name: "Ada King", expectedVersion });
const changeSettings: Change = ({ identity }, userId, expectedVersion) =>
  identity.changeSettings({ userId, change: { locale: "de" }, expectedVersion });

test.for([
  ["renaming", rename],
  ["changing settings", changeSettings],
] as const)("%s with a version that is old by now is a conflict", async ([, change]) => {
  const context = await registered();
  const { identity, user } = context;
  await change(context, user.id, 1);
  await identity.renameUser({ userId: user.id, name: "Augusta" });
  const before = await identity.readProfile(user.id);
  await expect(change(context, user.id, 2)).rejects.toThrow(ConcurrencyConflict);
  expect(await identity.readProfile(user.id)).toStrictEqual(before);
});

test.for([
  ["renaming", rename],
  ["changing settings of", changeSettings],
] as const)("%s a deleted or unknown user is refused", async ([, change]) => {
  const context = await registered();
  await expect(change(context, nobody)).rejects.toThrow(UserNotFound);
  await context.identity.deleteUser(context.user.id);
  await expect(change(context, context.user.id)).rejects.toThrow(UserIsDeleted);
});
