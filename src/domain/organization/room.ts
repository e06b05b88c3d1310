import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import type { RoomEvent } from "./events.ts";
import type { OrganizationId } from "./organization.ts";
import { parseCount, parseDescription, parseName } from "./text.ts";

export type RoomId = Id<"Room">;

export interface RoomFields {
  readonly name: string;
  /** How its seats stand. Which layout may have which capacity stands in a table, which only the repository knows. */
  readonly layout: string;
  readonly capacity: number;
  readonly description: string | null;
}

export interface RoomSnapshot extends RoomFields {
  readonly id: RoomId;
  readonly organizationId: OrganizationId;
  readonly version: number;
  readonly createdAt: Date;
}

/** The fields to change; one that is not given stays as it is, `null` clears. */
export type RoomChange = { readonly [Field in keyof RoomFields]?: RoomFields[Field] | undefined };

/** @throws InvalidText, InvalidNumber */
export function parseRoomFields({ name, layout, capacity, description }: RoomFields): RoomFields {
  return {
    name: parseName(name),
    layout: parseName(layout, "layout"),
    capacity: parseCount("capacity", capacity, 100_000),
    description: description === null ? null : parseDescription(description),
  };
}

/** A room of an organization. Made by the `RoomFactory` only. */
export class Room extends AggregateRoot<RoomEvent> {
  readonly #clock: Clock;
  #state: RoomSnapshot;

  constructor(clock: Clock, state: RoomSnapshot, added: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
    if (added) this.record({ type: "RoomAdded", occurredAt: state.createdAt });
  }

  get snapshot(): RoomSnapshot {
    return this.#state;
  }

  /** @throws InvalidText, InvalidNumber */
  change(change: RoomChange): void {
    const before = this.#state;
    // A default takes the place of what isn't given; null is given.
    const { name = before.name, layout = before.layout, capacity = before.capacity } = change;
    const { description = before.description } = change;
    const fields = parseRoomFields({ name, layout, capacity, description });
    const same = Object.entries(fields).every(([field, value]) => before[field as keyof RoomFields] === value);
    if (same) return;
    this.#state = Object.freeze({ ...before, ...fields });
    this.record({ type: "RoomChanged", occurredAt: this.#clock.now() });
  }

  remove(): void {
    this.record({ type: "RoomRemoved", occurredAt: this.#clock.now() });
  }
}
