import { describe, expect } from "vitest";
import { OrganizationNotFound } from "#domain/organization/errors.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import type { OrganizationAdapters, OrganizationTest } from "#test/support/organization/organization-adapters.ts";
import { aMember, anOrganization } from "#test/support/organization/organization-builder.ts";
import { aRoom } from "#test/support/organization/room-builder.ts";

const [ada, grace, stranger] = [aMember(), aMember(), aMember()];

/** What every `OrganizationDirectory` promises. */
export function organizationDirectoryContract(test: OrganizationTest): void {
  async function store({ organizations, rooms }: OrganizationAdapters, names: readonly string[]) {
    const organization = anOrganization().ownedBy(ada).withMember(grace).build();
    await organizations.create(organization);
    const { id } = organization.snapshot;
    for (const name of names) await rooms.create(aRoom().of(id).with({ name }).build());
    return organization.snapshot;
  }

  describe("an overview", () => {
    test("has the organization, its members as they joined, and its rooms by name", async ({ organization }) => {
      const snapshot = await store(organization, ["B", "A"]);
      await store(organization, ["of another organization"]);
      const overview = await organization.organizationDirectory.overview(snapshot.id, grace);
      expect(overview).toEqual({
        ...snapshot,
        rooms: ["A", "B"].map((name) => ({
          id: expect.any(String),
          name,
          layout: "boardroom",
          capacity: 12,
          description: "On the second floor",
        })),
        roomCount: 2,
      });
    });

    test("has no rooms where there are none, and the first 100 where there are more", async ({ organization }) => {
      const none = await store(organization, []);
      const names = Array.from({ length: 101 }, (_, n) => `Room ${String(n).padStart(3, "0")}`);
      const many = await store(organization, names);
      const { organizationDirectory: directory } = organization;
      expect(await directory.overview(none.id, ada)).toMatchObject({ rooms: [], roomCount: 0 });
      const { rooms, roomCount } = await directory.overview(many.id, ada);
      expect(rooms.map(({ name }) => name)).toEqual(names.slice(0, 100));
      expect(roomCount).toBe(101);
    });

    test("and the rooms are for members only", async ({ organization }) => {
      const { id } = await store(organization, ["A"]);
      const { organizationDirectory: directory } = organization;
      await expect(directory.overview(id, stranger)).rejects.toThrow(OrganizationNotFound);
      await expect(directory.rooms(id, stranger, 10)).rejects.toThrow(OrganizationNotFound);
    });
  });

  describe("the list of a user's organizations", () => {
    test("is newest first, with the user's role and how many members there are", async ({ organization }) => {
      const first = await store(organization, []);
      const second = await store(organization, ["A"]);
      await organization.organizations.create(anOrganization().build());
      const { items, next } = await organization.organizationDirectory.listOf(grace, 10);
      expect(items).toEqual(
        [second, first].map(({ id, name, slug }) => ({ id, name, slug, role: "member", memberCount: 2 })),
      );
      expect(next).toBeUndefined();
      expect(await organization.organizationDirectory.listOf(stranger, 10)).toEqual({ items: [], next: undefined });
    });

    test("comes in pages that leave nothing out, also when there are new ones meanwhile", async ({ organization }) => {
      const stored: OrganizationId[] = [];
      for (let n = 0; n < 5; n++) stored.unshift((await store(organization, [])).id);
      const seen: OrganizationId[] = [];
      let after: OrganizationId | undefined;
      do {
        const page = await organization.organizationDirectory.listOf(ada, 2, after);
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
        await store(organization, []);
      } while (after !== undefined);
      expect(seen).toEqual(stored);
    });
  });

  test("the rooms come by name with their organization, in pages, also those of one name", async ({ organization }) => {
    const { id, name, slug } = await store(organization, ["B", "A", "A", "C", "A"]);
    const { organizationDirectory: directory } = organization;
    const first = await directory.rooms(id, grace, 2);
    expect(first.organization).toEqual({ id, name, slug });
    const second = await directory.rooms(id, grace, 2, first.next);
    const third = await directory.rooms(id, grace, 2, second.next);
    const pages = [first, second, third];
    expect(pages.map(({ items }) => items.map((room) => room.name))).toEqual([["A", "A"], ["A", "B"], ["C"]]);
    expect(new Set(pages.flatMap(({ items }) => items.map((room) => room.id))).size).toBe(5);
    expect(third.next).toBeUndefined();
  });

  test("the report counts the rooms of those that have more than so many", async ({ organization }) => {
    await store(organization, []);
    await store(organization, ["A"]);
    const two = await store(organization, ["A", "B"]);
    const three = await store(organization, ["A", "B", "C"]);
    const { organizationDirectory: directory } = organization;
    const rows = [
      { id: three.id, name: three.name, rooms: 3, capacity: 36 },
      { id: two.id, name: two.name, rooms: 2, capacity: 24 },
    ];
    expect(await directory.withMoreRoomsThan(1, 10)).toEqual(rows);
    expect(await directory.withMoreRoomsThan(1, 1)).toEqual(rows.slice(0, 1));
    expect(await directory.withMoreRoomsThan(3, 10)).toEqual([]);
  });
}
