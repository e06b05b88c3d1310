import { RoomLayoutNotAllowed, RoomNotFound } from "#domain/organization/errors.ts";
import type { RoomFactory } from "#domain/organization/room-factory.ts";
import type { RoomKey, RoomRepository } from "#domain/organization/room-repository.ts";
import type { Room } from "#domain/organization/room.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf, Transaction } from "#infrastructure/shared/database/statement.ts";
import { deleteRoom, findRoom, insertRoom, lockRoom, updateRoom } from "#sql/organization/room.sql.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import { appendEvents } from "./append-events.ts";

type RoomRow = RowOf<typeof findRoom>;

const constraintErrors: ConstraintErrors = { rooms_layout_fkey: RoomLayoutNotAllowed };

export class PostgresRoomRepository implements RoomRepository {
  readonly #dataSource: DataSource;
  readonly #factory: RoomFactory;

  constructor(dataSource: DataSource, factory: RoomFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create({ snapshot, events }: Room): Promise<void> {
    await this.#inTransaction(async (transaction) =>
      transaction.commitWith([
        insertRoom(transaction, snapshot),
        appendEvents(transaction, snapshot.id, snapshot.version, events),
      ]),
    );
  }

  async read(key: RoomKey): Promise<Room> {
    return this.#restore(await this.#dataSource.withConnection((connection) => findRoom(connection, key)));
  }

  update(key: RoomKey, change: Change<Room>, { expectedVersion }: UpdateOptions = {}): Promise<Room> {
    return this.#inTransaction(async (transaction) => {
      const room = this.#restore(await lockRoom(transaction, key));
      const before = room.snapshot.version;
      if (expectedVersion !== undefined && expectedVersion !== before) {
        throw new ConcurrencyConflict("The room", expectedVersion, before);
      }
      if (!applyChange(room, change)) return room;

      const { snapshot, events } = room;
      const version = before + 1;
      transaction.commitWith([
        updateRoom(transaction, snapshot),
        appendEvents(transaction, snapshot.id, version, events),
      ]);
      return this.#factory.restore({ ...snapshot, version });
    });
  }

  async remove(key: RoomKey): Promise<void> {
    await this.#inTransaction(async (transaction) => {
      const room = this.#restore(await lockRoom(transaction, key));
      room.remove();
      transaction.commitWith([
        deleteRoom(transaction, { id: key.id }),
        appendEvents(transaction, key.id, room.snapshot.version + 1, room.events),
      ]);
    });
  }

  #restore(row: RoomRow | undefined): Room {
    if (row === undefined) throw new RoomNotFound();
    return this.#factory.restore({ ...row, id: parseId(row.id), organizationId: parseId(row.organizationId) });
  }

  #inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return translateConstraints(constraintErrors, () => this.#dataSource.withTransaction(work));
  }
}
