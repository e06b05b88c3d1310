import { describe, expect } from "vitest";
import { RoomLayoutNotAllowed, RoomNotFound } from "#domain/organization/errors.ts";
import type { RoomKey } from "#domain/organization/room-repository.ts";
import type { Room } from "#domain/organization/room.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import type { OrganizationAdapters, OrganizationTest } from "#test/support/organization/organization-adapters.ts";
import { anOrganization } from "#test/support/organization/organization-builder.ts";
import { aRoom } from "#test/support/organization/room-builder.ts";

/** What every `RoomRepository` promises. */
export function roomRepositoryContract(test: OrganizationTest): void {
  const acme = anOrganization().build();
  const ofAcme = () => aRoom().of(acme.snapshot.id);

  async function store({ organizations, rooms }: OrganizationAdapters, room: Room): Promise<RoomKey> {
    await organizations.create(acme);
    await rooms.create(room);
    return { organizationId: room.snapshot.organizationId, id: room.snapshot.id };
  }

  test.for([
    ["with every field", ofAcme()],
    ["with null in every field that may be null", ofAcme().with({ description: null })],
  ] as const)("what is created is read again, %s", async ([, builder], { organization }) => {
    const { snapshot } = builder.build();
    const key = await store(organization, builder.build());
    expect((await organization.rooms.read(key)).snapshot).toStrictEqual(snapshot);
  });

  test("a room is not found where it isn't, nor under another organization", async ({ organization }) => {
    const { rooms } = organization;
    const key = await store(organization, ofAcme().build());
    const foreign = { ...key, organizationId: parseId<"Organization">("ffffffff-0000-7000-8000-000000000000") };
    for (const wrong of [foreign, { ...key, id: aRoom().build().snapshot.id }]) {
      await expect(rooms.read(wrong)).rejects.toThrow(RoomNotFound);
      await expect(rooms.update(wrong, (room) => room.change({ name: "Mine" }))).rejects.toThrow(RoomNotFound);
      await expect(rooms.remove(wrong)).rejects.toThrow(RoomNotFound);
    }
    expect((await rooms.read(key)).snapshot.name).toBe("Room 1");
  });

  describe("the whitelist of layouts", () => {
    test.for([
      ["focus", 1],
      ["focus", 2],
      ["boardroom", 24],
      ["u-shape", 6],
      ["theater", 500],
    ] as const)("allows %s for %d", async ([layout, capacity], { organization }) => {
      const key = await store(organization, ofAcme().with({ layout, capacity }).build());
      expect((await organization.rooms.read(key)).snapshot).toMatchObject({ layout, capacity });
    });

    test.for([
      ["focus", 3],
      ["boardroom", 1],
      ["theater", 9],
      ["theater", 501],
      ["banquet", 20],
    ] as const)(
      "refuses %s for %d, in a new room and in a changed one",
      async ([layout, capacity], { organization }) => {
        const key = await store(organization, ofAcme().build());
        const wrong = ofAcme().with({ layout, capacity }).build();
        await expect(organization.rooms.create(wrong)).rejects.toThrow(RoomLayoutNotAllowed);
        const change = organization.rooms.update(key, (room) => room.change({ layout, capacity }));
        await expect(change).rejects.toThrow(RoomLayoutNotAllowed);
        expect((await organization.rooms.read(key)).snapshot).toMatchObject({ layout: "boardroom", version: 1 });
      },
    );
  });

  describe("a change by closure", () => {
    test.for([
      ["name", { name: "Room 2" }],
      ["layout and capacity", { layout: "theater", capacity: 80 }],
      ["description", { description: "On the third floor" }],
      ["description cleared", { description: null }],
    ] as const)("is stored, and what isn't given stays: %s", async ([, change], { organization }) => {
      const before = ofAcme().build();
      const key = await store(organization, before);
      const returned = await organization.rooms.update(key, (room) => room.change(change));
      expect(returned.snapshot).toStrictEqual({ ...before.snapshot, ...change, version: 2 });
      expect((await organization.rooms.read(key)).snapshot).toStrictEqual(returned.snapshot);
    });

    test("that changes nothing writes nothing", async ({ organization }) => {
      const key = await store(organization, ofAcme().build());
      await organization.rooms.update(key, (room) => room.change({ name: "Room 1", description: undefined }));
      expect((await organization.rooms.read(key)).snapshot).toStrictEqual(
        expect.objectContaining({ version: 1, description: "On the second floor" }),
      );
    });

    test("for the version that the caller saw only, where one is given", async ({ organization }) => {
      const key = await store(organization, ofAcme().build());
      await organization.rooms.update(key, (room) => room.change({ capacity: 10 }), { expectedVersion: 1 });
      const stale = organization.rooms.update(key, (room) => room.change({ capacity: 8 }), { expectedVersion: 1 });
      await expect(stale).rejects.toThrow(ConcurrencyConflict);
    });

    test("by twenty at once, and no change is lost", async ({ organization }) => {
      const key = await store(organization, ofAcme().with({ layout: "theater", capacity: 100 }).build());
      const addOne = (room: Room) => room.change({ capacity: room.snapshot.capacity + 1 });
      await Promise.all(Array.from({ length: 20 }, () => organization.rooms.update(key, addOne)));
      expect((await organization.rooms.read(key)).snapshot).toMatchObject({ capacity: 120, version: 21 });
    });
  });

  test("a room that is removed is gone; removing it again finds none", async ({ organization }) => {
    const key = await store(organization, ofAcme().build());
    await organization.rooms.remove(key);
    await expect(organization.rooms.read(key)).rejects.toThrow(RoomNotFound);
    await expect(organization.rooms.remove(key)).rejects.toThrow(RoomNotFound);
  });
}
