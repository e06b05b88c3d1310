import type { OrganizationId } from "#domain/organization/organization.ts";
import { RoomFactory } from "#domain/organization/room-factory.ts";
import type { Room, RoomFields, RoomSnapshot } from "#domain/organization/room.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import { sequentialIds } from "#test/support/sequential-ids.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Far from those of the organizations: no two things have the same id. */
const ids = sequentialIds(0x1000_0000);

/** A room as one that was stored: `aRoom().of(organizationId).with({ capacity: 4 }).build()`. */
export function aRoom(): RoomBuilder {
  return new RoomBuilder({
    id: parseId(ids.next()),
    organizationId: parseId(ids.next()),
    name: "Room 1",
    layout: "boardroom",
    capacity: 12,
    description: "On the second floor",
    version: 1,
    createdAt: new Date("2026-02-03T04:05:06.789Z"),
  });
}

export class RoomBuilder {
  readonly #state: RoomSnapshot;

  constructor(state: RoomSnapshot) {
    this.#state = state;
  }

  of(organizationId: OrganizationId): RoomBuilder {
    return new RoomBuilder({ ...this.#state, organizationId });
  }

  with(fields: Partial<RoomFields>): RoomBuilder {
    return new RoomBuilder({ ...this.#state, ...fields });
  }

  build(clock: Clock = new SettableClock()): Room {
    return new RoomFactory(clock, ids).restore(this.#state);
  }
}
