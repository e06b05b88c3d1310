import type { MemberId } from "#domain/organization/member.ts";
import type { RoomKey } from "#domain/organization/room-repository.ts";
import type { RoomChange, RoomSnapshot } from "#domain/organization/room.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { Ports } from "./ports.ts";

export interface ChangeRoomCommand extends UpdateOptions {
  readonly by: MemberId;
  readonly key: RoomKey;
  readonly change: RoomChange;
}

/** @throws InvalidText, InvalidNumber, RoomLayoutNotAllowed, RoomNotFound, OrganizationNotFound, RoleNotSufficient, ConcurrencyConflict */
export const changeRoom =
  ({ organizations, rooms }: Pick<Ports, "organizations" | "rooms">) =>
  async ({ by, key, change, expectedVersion }: ChangeRoomCommand): Promise<RoomSnapshot> => {
    (await organizations.read(key.organizationId)).refuseUnlessManager(by);
    return (await rooms.update(key, (room) => room.change(change), { expectedVersion })).snapshot;
  };
