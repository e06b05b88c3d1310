import { expect, test } from "vitest";
import {
  OrganizationNotFound,
  RoleNotSufficient,
  RoomLayoutNotAllowed,
  RoomNotFound,
} from "#domain/organization/errors.ts";
import { aMember } from "#test/support/organization/organization-builder.ts";
import { inMemoryOrganization } from "#test/support/organization/test-organization.ts";

const room = { name: "Room 1", layout: "boardroom", capacity: 12, description: null };

test("admins add, change and remove rooms; members read them; to others the organization isn't there", async () => {
  const { useCases, founded } = inMemoryOrganization();
  const { id, admin, member } = await founded();
  const stranger = aMember();
  const added = await useCases.addRoom({ by: admin, id, room });
  const key = { organizationId: id, id: added.id };
  const change = { description: "New" };

  for (const [by, Refusal] of [
    [member, RoleNotSufficient],
    [stranger, OrganizationNotFound],
  ] as const) {
    await expect(useCases.addRoom({ by, id, room })).rejects.toThrow(Refusal);
    await expect(useCases.changeRoom({ by, key, change })).rejects.toThrow(Refusal);
    await expect(useCases.removeRoom(by, key)).rejects.toThrow(Refusal);
  }
  await expect(useCases.readRoom(stranger, key)).rejects.toThrow(OrganizationNotFound);
  expect(await useCases.readRoom(member, key)).toEqual(added);

  expect(await useCases.changeRoom({ by: admin, key, change })).toMatchObject({ ...room, ...change });
  await useCases.removeRoom(admin, key);
  await expect(useCases.readRoom(member, key)).rejects.toThrow(RoomNotFound);
});

test("a room of a layout that isn't allowed for its capacity is not added", async () => {
  const { useCases, founded } = inMemoryOrganization();
  const { id, owner } = await founded();
  const add = useCases.addRoom({ by: owner, id, room: { ...room, layout: "focus" } });
  await expect(add).rejects.toThrow(RoomLayoutNotAllowed);
  expect(await useCases.directory.rooms(id, owner, 10)).toMatchObject({ items: [] });
});
