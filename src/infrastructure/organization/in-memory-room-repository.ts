import { RoomLayoutNotAllowed, RoomNotFound } from "#domain/organization/errors.ts";
import type { RoomFactory } from "#domain/organization/room-factory.ts";
import type { RoomKey, RoomRepository } from "#domain/organization/room-repository.ts";
import type { Room, RoomSnapshot } from "#domain/organization/room.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import type { InMemoryOrganizationStore } from "./in-memory-organization-store.ts";

/** Keeps the same promises as `PostgresRoomRepository`: both pass the contract suite. */
export class InMemoryRoomRepository implements RoomRepository {
  readonly #store: InMemoryOrganizationStore;
  readonly #factory: RoomFactory;

  constructor(store: InMemoryOrganizationStore, factory: RoomFactory) {
    this.#store = store;
    this.#factory = factory;
  }

  create({ snapshot }: Room): Promise<void> {
    return this.#store.run(async () => this.#put(snapshot));
  }

  async read({ organizationId, id }: RoomKey): Promise<Room> {
    const found = this.#store.rooms.get(id);
    if (found?.organizationId !== organizationId) throw new RoomNotFound();
    return this.#factory.restore(found);
  }

  update(key: RoomKey, change: Change<Room>, { expectedVersion }: UpdateOptions = {}): Promise<Room> {
    return this.#store.run(async () => {
      const room = await this.read(key);
      const { version } = room.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        throw new ConcurrencyConflict("The room", expectedVersion, version);
      }
      if (!applyChange(room, change)) return room;
      const changed = { ...room.snapshot, version: version + 1 };
      this.#put(changed);
      return this.#factory.restore(changed);
    });
  }

  remove(key: RoomKey): Promise<void> {
    return this.#store.run(async () => {
      await this.read(key);
      this.#store.rooms.delete(key.id);
    });
  }

  #put(room: RoomSnapshot): void {
    const [least, most] = this.#store.roomLayouts[room.layout] ?? [1, 0];
    if (room.capacity < least || room.capacity > most) throw new RoomLayoutNotAllowed();
    this.#store.rooms.set(room.id, room);
  }
}
