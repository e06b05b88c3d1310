import { describe, expect, test } from "vitest";
import { AdministratorsOnly, LastAdministrator, UserIsDeleted, UserNotFound } from "#domain/identity/errors.ts";
import type { UserRole } from "#domain/identity/user.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

const nobody = parseId<"User">("0197a8f0-c000-7000-8000-00000000000a");

async function administrators() {
  const context = inMemoryIdentity();
  const [admin, other] = [await context.administrator(), await context.administrator("other@example.com")];
  const { id: userId } = await context.register();
  const changeRole = (by: typeof userId, whose: typeof userId, role: UserRole, expectedVersion?: number) =>
    context.identity.changeRole({ by, userId: whose, role, expectedVersion });
  return { ...context, admin: admin.id, other: other.id, userId, changeRole };
}

describe("an administrator", () => {
  test("changes a role, and changes it back", async () => {
    const { changeRole, admin, userId } = await administrators();
    expect((await changeRole(admin, userId, "admin")).role).toBe("admin");
    expect((await changeRole(admin, userId, "member")).role).toBe("member");
    await expect(changeRole(admin, userId, "admin", 1)).rejects.toThrow(ConcurrencyConflict);
  });

  test("changes no role of a deleted or unknown user", async () => {
    const { identity, changeRole, admin, userId } = await administrators();
    await identity.deleteUser(userId, admin);
    await expect(changeRole(admin, userId, "admin")).rejects.toThrow(UserIsDeleted);
    await expect(changeRole(admin, nobody, "admin")).rejects.toThrow(UserNotFound);
  });
});

describe("the last administrator", () => {
  test("is neither demoted nor deleted, until there is another one", async () => {
    const { identity, users, changeRole, admin, other, userId } = await administrators();
    await identity.deleteUser(other);
    await expect(changeRole(admin, admin, "member")).rejects.toThrow(LastAdministrator);
    await expect(identity.deleteUser(admin)).rejects.toThrow(LastAdministrator);
    await expect(identity.deleteUser(admin, admin)).rejects.toThrow(LastAdministrator);
    expect((await users.read(admin)).snapshot.role).toBe("admin");
    expect((await changeRole(admin, admin, "admin")).role, "what changes nothing is no demotion").toBe("admin");
    await changeRole(admin, userId, "admin");
    expect((await changeRole(admin, admin, "member")).role).toBe("member");
    await expect(identity.deleteUser(userId)).rejects.toThrow(LastAdministrator);
  });
});

describe("whoever was an administrator until now, and has an access token that still says so", () => {
  const formers = {
    "was demoted": async ({ changeRole, admin, other }) => void (await changeRole(admin, other, "member")),
    "was deleted": ({ identity, admin, other }) => identity.deleteUser(other, admin),
  } satisfies Record<string, (context: Awaited<ReturnType<typeof administrators>>) => Promise<void>>;

  test.for(Object.entries(formers))("%s: changes no role, deletes and restores nobody", async ([, dismiss]) => {
    const context = await administrators();
    const { identity, users, changeRole, admin, other, userId } = context;
    const deleted = (await context.register("deleted@example.com")).id;
    await identity.deleteUser(deleted);
    await dismiss(context);
    for (const whose of [other, userId]) {
      await expect(changeRole(other, whose, "admin")).rejects.toThrow(AdministratorsOnly);
    }
    for (const whose of [other, deleted]) {
      await expect(identity.restoreUser({ by: other, userId: whose })).rejects.toThrow(AdministratorsOnly);
    }
    await expect(identity.deleteUser(admin, other)).rejects.toThrow(AdministratorsOnly);
    expect((await users.read(admin)).snapshot.role).toBe("admin");
  });
});
