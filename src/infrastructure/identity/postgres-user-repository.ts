import { EmailAlreadyTaken, OutsideIdentityAlreadyLinked, UserNotFound } from "#domain/identity/errors.ts";
import type { OutsideIdentity } from "#domain/identity/outside-identity.ts";
import type { UserFactory } from "#domain/identity/user-factory.ts";
import type { UserRepository } from "#domain/identity/user-repository.ts";
import { parseUserRole, type User, type UserId, type UserSnapshot } from "#domain/identity/user.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import type { Email } from "#domain/shared/email.ts";
import { parseId } from "#domain/shared/id.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { Connection, RowOf, Transaction } from "#infrastructure/shared/database/statement.ts";
import {
  findIdentities,
  findUser,
  findUserByEmail,
  findUserByIdentity,
  insertIdentities,
  insertSettings,
  insertUser,
  lockAdministratorIds,
  lockUser,
  updateSettings,
  updateUser,
} from "#sql/identity/user.sql.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import { appendEvents } from "./append-events.ts";

type UserRow = RowOf<typeof findUser>;

const constraintErrors: ConstraintErrors = {
  users_email_key: EmailAlreadyTaken,
  user_identities_pkey: OutsideIdentityAlreadyLinked,
};

export class PostgresUserRepository implements UserRepository {
  readonly #dataSource: DataSource;
  readonly #factory: UserFactory;

  constructor(dataSource: DataSource, factory: UserFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create(user: User): Promise<void> {
    const { identities, settings, ...columns } = user.snapshot;
    const userId = columns.id;
    await this.#inTransaction(async (transaction) =>
      transaction.commitWith([
        insertUser(transaction, columns),
        insertSettings(transaction, { userId, ...settings }),
        identities.length > 0 && insertIdentities(transaction, { userId, identities }),
        appendEvents(transaction, userId, columns.version, user.events),
      ]),
    );
  }

  read(id: UserId): Promise<User> {
    return this.#find((connection) => findUser(connection, { id }));
  }

  readByEmail(email: Email): Promise<User> {
    return this.#find((connection) => findUserByEmail(connection, { email: email.toString() }));
  }

  readByOutsideIdentity({ provider, subject }: OutsideIdentity): Promise<User> {
    return this.#find((connection) => findUserByIdentity(connection, { provider, subject }));
  }

  update(id: UserId, change: Change<User>, { expectedVersion }: UpdateOptions = {}): Promise<User> {
    return this.#inTransaction(async (transaction) => {
      const [row, stored] = await Promise.all([
        lockUser(transaction, { id }),
        findIdentities(transaction, { userId: id }),
      ]);
      const user = this.#restore(row && { ...row, identities: stored });
      const before = user.snapshot;
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        throw new ConcurrencyConflict("The user", expectedVersion, before.version);
      }
      if (!applyChange(user, change)) return user;

      const { identities, settings, ...columns } = user.snapshot;
      if (identities !== before.identities) throw new Error("update() doesn't save identities: teach it to, with SQL.");
      const version = before.version + 1;
      transaction.commitWith([
        updateUser(transaction, columns),
        settings !== before.settings && updateSettings(transaction, { userId: id, ...settings }),
        appendEvents(transaction, id, version, user.events),
      ]);
      return this.#factory.restore({ ...user.snapshot, version });
    });
  }

  async lockAdministrators(): Promise<readonly UserId[]> {
    const rows = await this.#inTransaction((transaction) => lockAdministratorIds(transaction, {}));
    return rows.map(({ id }) => parseId(id));
  }

  #find(find: (connection: Connection) => Promise<UserRow | undefined>): Promise<User> {
    return this.#dataSource.withConnection(async (connection) => this.#restore(await find(connection)));
  }

  #restore(row: UserRow | undefined): User {
    if (row === undefined) throw new UserNotFound();
    return this.#factory.restore(toSnapshot(row));
  }

  #inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return translateConstraints(constraintErrors, () => this.#dataSource.withTransaction(work));
  }
}

function toSnapshot({ id, role, locale, timeZone, marketingEmails, ...columns }: UserRow): UserSnapshot {
  return {
    ...columns,
    id: parseId(id),
    role: parseUserRole(role),
    settings: { locale, timeZone, marketingEmails },
  };
}
