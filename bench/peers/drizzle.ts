import { and, asc, desc, eq, relations, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgSchema, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import pg from "pg";
import { applyChange, type OpenLibrary, orders as orderFactory, users as userFactory } from "../library.ts";

const shop = pgSchema("shop");
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" }).notNull();

const users = shop.table("users", {
  id: uuid().primaryKey(),
  email: text().notNull(),
  name: text().notNull(),
  role: text().notNull(),
  version: integer().notNull(),
  createdAt: time("created_at"),
  updatedAt: time("updated_at"),
});
const orders = shop.table("orders", {
  id: uuid().primaryKey(),
  customerId: uuid("customer_id").notNull(),
  status: text().notNull(),
  note: text(),
  version: integer().notNull(),
  placedAt: time("placed_at"),
});
const items = shop.table(
  "order_items",
  {
    orderId: uuid("order_id").notNull(),
    position: integer().notNull(),
    productId: uuid("product_id").notNull(),
    quantity: integer().notNull(),
    unitPrice: integer("unit_price").notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.position] })],
);
const movements = shop.table("stock_movements", {
  id: uuid().primaryKey(),
  productId: uuid("product_id").notNull(),
  quantity: integer().notNull(),
  reason: text(),
  occurredAt: time("occurred_at"),
});
const itemsOfOrder = relations(orders, ({ many }) => ({ items: many(items) }));
const orderOfItem = relations(items, ({ one }) => ({
  order: one(orders, { fields: [items.orderId], references: [orders.id] }),
}));

/** Drizzle on node-postgres; prepared where it isn't in a transaction, for a prepared query belongs to one session. */
export const open: OpenLibrary = (url, poolSize) => {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  const db = drizzle(pool, { schema: { users, orders, items, movements, itemsOfOrder, orderOfItem } });
  const findUser = db
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare("findUser");
  const listOrders = db.query.orders
    .findMany({
      where: sql`(${orders.placedAt}, ${orders.id}) < (${sql.placeholder("placedAt")}, ${sql.placeholder("id")})`,
      orderBy: [desc(orders.placedAt), desc(orders.id)],
      limit: sql.placeholder("limit"),
      with: { items: { columns: { productId: true, quantity: true, unitPrice: true }, orderBy: asc(items.position) } },
    })
    .prepare("listOrders");
  return {
    async findUser(id) {
      const [row] = await findUser.execute({ id });
      return userFactory.restore(row);
    },
    updateUser: (id, change) =>
      db.transaction(async (transaction) => {
        const [row] = await transaction.select().from(users).where(eq(users.id, id)).for("update");
        const user = userFactory.restore(row);
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        await transaction
          .update(users)
          .set({ email, name, role, updatedAt, version: version + 1 })
          .where(and(eq(users.id, id), eq(users.version, version)));
        return userFactory.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { items: given, ...columns } }) {
      await db.transaction(async (transaction) => {
        await transaction.insert(orders).values(columns);
        await transaction
          .insert(items)
          .values(given.map((item, index) => ({ ...item, orderId: columns.id, position: index + 1 })));
      });
    },
    async listOrders(after, limit) {
      const rows = await listOrders.execute({ placedAt: after.placedAt, id: after.id, limit });
      return rows.map((row) => orderFactory.restore(row));
    },
    async insertMovements(rows) {
      await db.insert(movements).values([...rows]);
    },
    close: () => pool.end(),
  };
};
