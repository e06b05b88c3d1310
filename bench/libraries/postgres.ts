import postgres from "postgres";
import { applyChange } from "#domain/shared/change.ts";
import { type Library, type OpenLibrary, orders, users } from "../library.ts";
import type { StoredOrder } from "../model/order-factory.ts";
import type { StoredUser } from "../model/user-factory.ts";
import { statements } from "./hand-written.ts";

/** postgres.js as its manual shows it: prepared statements, `begin`, one statement after the other. */
export const open: OpenLibrary = (url, poolSize) => libraryOn(postgres(url, { max: poolSize }));

export function libraryOn(sql: postgres.Sql): Library {
  return {
    async findUser(id) {
      const [row] = await sql.unsafe<StoredUser[]>(statements.findUser, [id], prepared);
      return users.restore(row);
    },
    updateUser: (id, change) =>
      sql.begin(async (transaction) => {
        const [row] = await transaction.unsafe<StoredUser[]>(statements.lockUser, [id], prepared);
        const user = users.restore(row);
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        await transaction.unsafe(statements.updateUser, [email, name, role, updatedAt, id, version], prepared);
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { id, customerId, status, note, version, placedAt, items } }) {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(statements.insertOrder, [id, customerId, status, note, version, placedAt], prepared);
        await transaction.unsafe(
          statements.insertItems,
          [
            id,
            items.map(({ productId }) => productId),
            items.map(({ quantity }) => quantity),
            items.map(({ unitPrice }) => unitPrice),
          ],
          prepared,
        );
      });
    },
    async listOrders(after, limit) {
      const values = [after.placedAt, after.id, limit];
      const rows = await sql.unsafe<StoredOrder[]>(statements.listOrders, values, prepared);
      return rows.map((row) => orders.restore(row));
    },
    async insertMovements(movements) {
      await sql.unsafe(
        statements.insertMovements,
        [
          movements.map(({ id }) => id),
          movements.map(({ productId }) => productId),
          movements.map(({ quantity }) => quantity),
          movements.map(({ reason }) => reason),
          movements.map(({ occurredAt }) => occurredAt.toISOString()),
        ],
        prepared,
      );
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

const prepared = { prepare: true };
