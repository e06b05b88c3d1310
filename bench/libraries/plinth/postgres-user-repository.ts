import { applyChange, type Change } from "#domain/shared/change.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { UserFactory } from "../../model/user-factory.ts";
import type { User, UserId } from "../../model/user.ts";
import { findUser, lockUser, updateUser } from "../../sql/shop/user.sql.ts";

export class PostgresUserRepository {
  readonly #dataSource: DataSource;
  readonly #factory: UserFactory;

  constructor(dataSource: DataSource, factory: UserFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  read(id: UserId): Promise<User> {
    return this.#dataSource.withConnection(async (connection) =>
      this.#factory.restore(await findUser(connection, { id })),
    );
  }

  update(id: UserId, change: Change<User>): Promise<User> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const user = this.#factory.restore(await lockUser(transaction, { id }));
      if (!applyChange(user, change)) return user;
      const { snapshot } = user;
      transaction.commitWith([updateUser(transaction, snapshot)]);
      return this.#factory.restore({ ...snapshot, version: snapshot.version + 1 });
    });
  }
}
