import type { Change } from "#domain/shared/change.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { OrganizationId } from "./organization.ts";
import type { Room, RoomId } from "./room.ts";

/** A room is looked for in its organization only, so that nobody reaches another one's. */
export interface RoomKey {
  readonly organizationId: OrganizationId;
  readonly id: RoomId;
}

export interface RoomRepository {
  /** @throws RoomLayoutNotAllowed */
  create(room: Room): Promise<void>;

  /** @throws RoomNotFound */
  read(key: RoomKey): Promise<Room>;

  /** @throws RoomNotFound, RoomLayoutNotAllowed, ConcurrencyConflict; what `change` throws */
  update(key: RoomKey, change: Change<Room>, options?: UpdateOptions): Promise<Room>;

  /** @throws RoomNotFound */
  remove(key: RoomKey): Promise<void>;
}
