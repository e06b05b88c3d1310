import pg from "pg";
import { applyChange } from "#domain/shared/change.ts";
import { type OpenLibrary, orders, users } from "../library.ts";
import type { StoredOrder } from "../model/order-factory.ts";
import type { StoredUser } from "../model/user-factory.ts";
import { statements } from "./hand-written.ts";

/** node-postgres with statements prepared by name. */
export const open: OpenLibrary = (url, poolSize) => {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });

  async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    async findUser(id) {
      const { rows } = await pool.query<StoredUser>(named("findUser", [id]));
      return users.restore(rows[0]);
    },
    updateUser: (id, change) =>
      inTransaction(async (client) => {
        const { rows } = await client.query<StoredUser>(named("lockUser", [id]));
        const user = users.restore(rows[0]);
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        await client.query(named("updateUser", [email, name, role, updatedAt, id, version]));
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { id, customerId, status, note, version, placedAt, items } }) {
      await inTransaction(async (client) => {
        await client.query(named("insertOrder", [id, customerId, status, note, version, placedAt]));
        const columns = [
          items.map(({ productId }) => productId),
          items.map(({ quantity }) => quantity),
          items.map(({ unitPrice }) => unitPrice),
        ];
        await client.query(named("insertItems", [id, ...columns]));
      });
    },
    async listOrders(after, limit) {
      const { rows } = await pool.query<StoredOrder>(named("listOrders", [after.placedAt, after.id, limit]));
      return rows.map((row) => orders.restore(row));
    },
    async insertMovements(movements) {
      const columns = [
        movements.map(({ id }) => id),
        movements.map(({ productId }) => productId),
        movements.map(({ quantity }) => quantity),
        movements.map(({ reason }) => reason),
        movements.map(({ occurredAt }) => occurredAt.toISOString()),
      ];
      await pool.query(named("insertMovements", columns));
    },
    close: () => pool.end(),
  };
};

function named(name: keyof typeof statements, values: unknown[]): pg.QueryConfig {
  return { name, text: statements[name], values };
}
