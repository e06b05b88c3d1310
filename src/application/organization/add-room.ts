import type { MemberId } from "#domain/organization/member.ts";
import type { OrganizationId } from "#domain/organization/organization.ts";
import type { RoomFields, RoomSnapshot } from "#domain/organization/room.ts";
import type { Ports } from "./ports.ts";

export interface AddRoomCommand {
  readonly by: MemberId;
  readonly id: OrganizationId;
  readonly room: RoomFields;
}

/** @throws InvalidText, InvalidNumber, RoomLayoutNotAllowed, OrganizationNotFound, RoleNotSufficient */
export const addRoom =
  ({ organizations, rooms, roomFactory }: Pick<Ports, "organizations" | "rooms" | "roomFactory">) =>
  async ({ by, id, room: fields }: AddRoomCommand): Promise<RoomSnapshot> => {
    (await organizations.read(id)).refuseUnlessManager(by);
    const room = roomFactory.add(id, fields);
    await rooms.create(room);
    return room.snapshot;
  };
