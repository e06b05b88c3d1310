import { Kysely, PostgresDialect, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import pg from "pg";
import { applyChange, type OpenLibrary, orders, users } from "../library.ts";

interface Schema {
  readonly "shop.users": {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly role: string;
    readonly version: number;
    readonly created_at: Date;
    readonly updated_at: Date;
  };
  readonly "shop.orders": {
    readonly id: string;
    readonly customer_id: string;
    readonly status: string;
    readonly note: string | null;
    readonly version: number;
    readonly placed_at: Date;
  };
  readonly "shop.order_items": {
    readonly order_id: string;
    readonly position: number;
    readonly product_id: string;
    readonly quantity: number;
    readonly unit_price: number;
  };
  readonly "shop.stock_movements": {
    readonly id: string;
    readonly product_id: string;
    readonly quantity: number;
    readonly reason: string | null;
    readonly occurred_at: Date;
  };
}

/** Kysely on node-postgres; children by its helper for JSON. */
export const open: OpenLibrary = (url, poolSize) => {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    findUser: async (id) => users.restore(await selectUser(db, id).executeTakeFirst()),
    updateUser: (id, change) =>
      db.transaction().execute(async (transaction) => {
        const user = users.restore(await selectUser(transaction, id).forUpdate().executeTakeFirst());
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        await transaction
          .updateTable("shop.users")
          .set({ email, name, role, updated_at: updatedAt, version: version + 1 })
          .where("id", "=", id)
          .where("version", "=", version)
          .execute();
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { id, customerId, status, note, version, placedAt, items } }) {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto("shop.orders")
          .values({ id, customer_id: customerId, status, note, version, placed_at: placedAt })
          .execute();
        const rows = items.map(({ productId, quantity, unitPrice }, index) => ({
          order_id: id,
          position: index + 1,
          product_id: productId,
          quantity,
          unit_price: unitPrice,
        }));
        await transaction.insertInto("shop.order_items").values(rows).execute();
      });
    },
    async listOrders(after, limit) {
      const rows = await db
        .selectFrom("shop.orders as o")
        .select((of) => [
          ...(["o.id", "o.customer_id as customerId", "o.status", "o.note", "o.version"] as const),
          "o.placed_at as placedAt",
          jsonArrayFrom(
            of
              .selectFrom("shop.order_items as i")
              .select(["i.product_id as productId", "i.quantity", "i.unit_price as unitPrice"])
              .whereRef("i.order_id", "=", "o.id")
              .orderBy("i.position"),
          ).as("items"),
        ])
        .where(sql<boolean>`(o.placed_at, o.id) < (${after.placedAt}, ${after.id})`)
        .orderBy("o.placed_at", "desc")
        .orderBy("o.id", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => orders.restore(row));
    },
    async insertMovements(movements) {
      const rows = movements.map(({ id, productId, quantity, reason, occurredAt }) => ({
        id,
        product_id: productId,
        quantity,
        reason,
        occurred_at: occurredAt,
      }));
      await db.insertInto("shop.stock_movements").values(rows).execute();
    },
    close: () => db.destroy(),
  };
};

function selectUser(db: Kysely<Schema>, id: string) {
  return db
    .selectFrom("shop.users")
    .select(["id", "email", "name", "role", "version", "created_at as createdAt", "updated_at as updatedAt"])
    .where("id", "=", id);
}
