import { SessionNotFound } from "#domain/identity/errors.ts";
import type { SessionFactory } from "#domain/identity/session-factory.ts";
import type { SessionRepository } from "#domain/identity/session-repository.ts";
import type { Session, SessionId } from "#domain/identity/session.ts";
import type { UserId } from "#domain/identity/user.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf, Transaction } from "#infrastructure/shared/database/statement.ts";
import {
  findSession,
  insertSession,
  lockActiveSessionsOf,
  lockSession,
  updateSession,
} from "#sql/identity/session.sql.ts";
import { appendEvents } from "./append-events.ts";

type SessionRow = RowOf<typeof findSession>;

export class PostgresSessionRepository implements SessionRepository {
  readonly #dataSource: DataSource;
  readonly #factory: SessionFactory;
  readonly #clock: Clock;

  constructor(dataSource: DataSource, factory: SessionFactory, clock: Clock) {
    this.#dataSource = dataSource;
    this.#factory = factory;
    this.#clock = clock;
  }

  async create(session: Session): Promise<void> {
    const { snapshot, events } = session;
    await this.#dataSource.withTransaction(async (transaction) =>
      transaction.commitWith([
        insertSession(transaction, snapshot),
        appendEvents(transaction, snapshot.id, snapshot.version, events),
      ]),
    );
  }

  async read(id: SessionId): Promise<Session> {
    return this.#restore(await this.#dataSource.withConnection((connection) => findSession(connection, { id })));
  }

  update(id: SessionId, change: Change<Session>): Promise<Session> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const session = this.#restore(await lockSession(transaction, { id }));
      return this.#change(transaction, session, change);
    });
  }

  updateAllOf(userId: UserId, change: Change<Session>): Promise<number> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const rows = await lockActiveSessionsOf(transaction, { userId, now: this.#clock.now() });
      for (const row of rows) this.#change(transaction, this.#restore(row), change);
      return rows.length;
    });
  }

  #change(transaction: Transaction, session: Session, change: Change<Session>): Session {
    if (!applyChange(session, change)) return session;

    const { snapshot, events } = session;
    const version = snapshot.version + 1;
    transaction.commitWith([
      updateSession(transaction, snapshot),
      appendEvents(transaction, snapshot.id, version, events),
    ]);
    return this.#factory.restore({ ...snapshot, version });
  }

  #restore(row: SessionRow | undefined): Session {
    if (row === undefined) throw new SessionNotFound();
    return this.#factory.restore({ ...row, id: parseId(row.id), userId: parseId(row.userId) });
  }
}
