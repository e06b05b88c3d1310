import { describe, expect, test } from "vitest";
import type { UserPage } from "#application/identity/user-directory.ts";
import { inMemoryIdentity } from "#test/support/identity/test-identity.ts";

const names = ({ items }: UserPage) => items.map(({ name }) => name);

async function fivePeople() {
  const context = inMemoryIdentity();
  for (const name of ["Ada", "Grace", "Barbara", "Radia", "Frances"]) {
    await context.register(`${name.toLowerCase()}@example.com`, name);
    context.clock.forward({ minutes: 1 });
  }
  return context;
}

describe("listing users", () => {
  test("has the newest first, page by page, and the total on each", async () => {
    const { identity } = await fivePeople();
    const first = await identity.listUsers({ deleted: false, limit: 2 });
    const second = await identity.listUsers({ deleted: false, limit: 2, after: first.next });
    const third = await identity.listUsers({ deleted: false, limit: 2, after: second.next });
    expect([first, second, third].map(names)).toEqual([["Frances", "Radia"], ["Barbara", "Grace"], ["Ada"]]);
    expect([first, second, third].map(({ total }) => total)).toEqual([5, 5, 5]);
    expect(third.next).toBeUndefined();
  });

  test("counts and lists by the same filter", async () => {
    const { identity } = await fivePeople();
    const page = await identity.listUsers({ deleted: false, limit: 1, search: "RA" });
    expect(names(page)).toEqual(["Frances"]);
    expect(page.total).toBe(4);
  });

  test("shows deleted users only when asked for", async () => {
    const { identity } = await fivePeople();
    const [frances] = (await identity.listUsers({ deleted: false, limit: 1 })).items;
    await identity.deleteUser(frances!.id);
    expect((await identity.listUsers({ deleted: false, limit: 10 })).total).toBe(4);
    expect(names(await identity.listUsers({ deleted: true, limit: 10 }))).toEqual(["Frances"]);
  });

  test("shows those of one role", async () => {
    const { identity, users } = await fivePeople();
    const [frances] = (await identity.listUsers({ deleted: false, limit: 1 })).items;
    await users.update(frances!.id, (user) => user.changeRole("admin"));
    expect(names(await identity.listUsers({ deleted: false, limit: 10, role: "admin" }))).toEqual(["Frances"]);
    expect((await identity.listUsers({ deleted: false, limit: 10, role: "member" })).total).toBe(4);
  });

  test("of nobody is an empty page", async () => {
    const { identity } = inMemoryIdentity();
    expect(await identity.listUsers({ deleted: false, limit: 10 })).toEqual({ items: [], next: undefined, total: 0 });
  });
});
