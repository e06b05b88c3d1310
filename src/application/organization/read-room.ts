import type { MemberId } from "#domain/organization/member.ts";
import type { RoomKey } from "#domain/organization/room-repository.ts";
import type { RoomSnapshot } from "#domain/organization/room.ts";
import type { Ports } from "./ports.ts";

/** @throws RoomNotFound, OrganizationNotFound */
export const readRoom =
  ({ organizations, rooms }: Pick<Ports, "organizations" | "rooms">) =>
  async (by: MemberId, key: RoomKey): Promise<RoomSnapshot> => {
    (await organizations.read(key.organizationId)).refuseUnlessMember(by);
    return (await rooms.read(key)).snapshot;
  };
