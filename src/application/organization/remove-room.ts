import type { MemberId } from "#domain/organization/member.ts";
import type { RoomKey } from "#domain/organization/room-repository.ts";
import type { Ports } from "./ports.ts";

/** @throws RoomNotFound, OrganizationNotFound, RoleNotSufficient */
export const removeRoom =
  ({ organizations, rooms }: Pick<Ports, "organizations" | "rooms">) =>
  async (by: MemberId, key: RoomKey): Promise<void> => {
    (await organizations.read(key.organizationId)).refuseUnlessManager(by);
    await rooms.remove(key);
  };
