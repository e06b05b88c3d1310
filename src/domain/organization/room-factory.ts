import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import type { OrganizationId } from "./organization.ts";
import { parseRoomFields, Room, type RoomFields, type RoomSnapshot } from "./room.ts";

/** Makes rooms: new ones, and those that were stored. Nobody else does. */
export class RoomFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @throws InvalidText, InvalidNumber */
  add(organizationId: OrganizationId, fields: RoomFields): Room {
    const state: RoomSnapshot = {
      ...parseRoomFields(fields),
      id: parseId(this.#ids.next()),
      organizationId,
      version: 1,
      createdAt: this.#clock.now(),
    };
    return new Room(this.#clock, state, true);
  }

  restore(snapshot: RoomSnapshot): Room {
    return new Room(this.#clock, snapshot, false);
  }
}
