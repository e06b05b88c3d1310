import type { UserDirectory, UserFilter, UserPage, UserPosition } from "#application/identity/user-directory.ts";
import { parseUserRole } from "#domain/identity/user.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { countUsers, listUsers } from "#sql/identity/user-directory.sql.ts";
import { toPage } from "#domain/shared/page.ts";

export class PostgresUserDirectory implements UserDirectory {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(filter: UserFilter, limit: number, after?: UserPosition): Promise<UserPage> {
    const position = { afterCreatedAt: after?.createdAt ?? null, afterId: after?.id ?? null };
    const parameters = toParameters(filter);
    const [rows, { total }] = await this.#dataSource.withTransaction(
      (transaction) =>
        Promise.all([
          listUsers(transaction, { ...parameters, ...position, limit: limit + 1 }),
          countUsers(transaction, parameters),
        ]),
      { isolation: "repeatable read", readOnly: true },
    );
    const found = rows.map((row) => ({ ...row, id: parseId<"User">(row.id), role: parseUserRole(row.role) }));
    return { ...toPage(found, limit, (last) => last), total };
  }
}

function toParameters({ deleted, role, search }: UserFilter) {
  return { deleted, role: role ?? null, search: search ?? null };
}
