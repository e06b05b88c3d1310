import type { UserDirectory, UserFilter, UserListing, UserPosition } from "#application/identity/user-directory.ts";
import { parseUserRole } from "#domain/identity/user.ts";
import { parseId } from "#domain/shared/id.ts";
import type { Page } from "#domain/shared/page.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { countUsers, listUsers } from "#sql/identity/user-directory.sql.ts";

export class PostgresUserDirectory implements UserDirectory {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(filter: UserFilter, limit: number, after?: UserPosition): Promise<Page<UserListing, UserPosition>> {
    const position = { afterCreatedAt: after?.createdAt ?? null, afterId: after?.id ?? null };
    const rows = await this.#dataSource.withConnection((connection) =>
      listUsers(connection, { ...toParameters(filter), ...position, limit: limit + 1 }),
    );
    const items = rows
      .slice(0, limit)
      .map((row) => ({ ...row, id: parseId<"User">(row.id), role: parseUserRole(row.role) }));
    return { items, next: rows.length > limit ? items.at(-1) : undefined };
  }

  async count(filter: UserFilter): Promise<number> {
    const { total } = await this.#dataSource.withConnection((connection) =>
      countUsers(connection, toParameters(filter)),
    );
    return total;
  }
}

function toParameters({ deleted, role, search }: UserFilter) {
  return { deleted, role: role ?? null, search: search ?? null };
}
