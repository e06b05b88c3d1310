import { DataSource, EntitySchema, Raw } from "typeorm";
import { applyChange, type OpenLibrary, orders, users } from "../library.ts";
import type { StockMovement } from "../model/stock-movement.ts";
import type { StoredOrder } from "../model/order-factory.ts";
import type { StoredUser } from "../model/user-factory.ts";

interface Item {
  readonly orderId: string;
  readonly position: number;
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

const time = (name: string) => ({ name, type: "timestamptz", precision: 3 }) as const;

const User = new EntitySchema<StoredUser>({
  name: "User",
  schema: "shop",
  tableName: "users",
  columns: {
    id: { type: "uuid", primary: true },
    email: { type: "text" },
    name: { type: "text" },
    role: { type: "text" },
    version: { type: "integer" },
    createdAt: time("created_at"),
    updatedAt: time("updated_at"),
  },
});
const Order = new EntitySchema<Omit<StoredOrder, "items"> & { readonly items: Item[] }>({
  name: "Order",
  schema: "shop",
  tableName: "orders",
  columns: {
    id: { type: "uuid", primary: true },
    customerId: { name: "customer_id", type: "uuid" },
    status: { type: "text" },
    note: { type: "text", nullable: true },
    version: { type: "integer" },
    placedAt: time("placed_at"),
  },
  relations: { items: { type: "one-to-many", target: "OrderItem", inverseSide: "order" } },
});
const OrderItem = new EntitySchema<Item & { readonly order: object }>({
  name: "OrderItem",
  schema: "shop",
  tableName: "order_items",
  columns: {
    orderId: { name: "order_id", type: "uuid", primary: true },
    position: { type: "integer", primary: true },
    productId: { name: "product_id", type: "uuid" },
    quantity: { type: "integer" },
    unitPrice: { name: "unit_price", type: "integer" },
  },
  relations: {
    order: { type: "many-to-one", target: "Order", inverseSide: "items", joinColumn: { name: "order_id" } },
  },
});
const Movement = new EntitySchema<StockMovement>({
  name: "StockMovement",
  schema: "shop",
  tableName: "stock_movements",
  columns: {
    id: { type: "uuid", primary: true },
    productId: { name: "product_id", type: "uuid" },
    quantity: { type: "integer" },
    reason: { type: "text", nullable: true },
    occurredAt: time("occurred_at"),
  },
});

/** TypeORM; `insert` and `update` rather than `save`, which reads what it is about to write. */
export const open: OpenLibrary = async (url, poolSize) => {
  const source = new DataSource({ type: "postgres", url, poolSize, entities: [User, Order, OrderItem, Movement] });
  await source.initialize();
  return {
    findUser: async (id) => users.restore(await source.manager.findOneBy(User, { id })),
    updateUser: (id, change) =>
      source.transaction(async (manager) => {
        const row = await manager.findOne(User, { where: { id }, lock: { mode: "pessimistic_write" } });
        const user = users.restore(row);
        if (!applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        await manager.update(User, { id, version }, { email, name, role, updatedAt, version: version + 1 });
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { items, ...columns } }) {
      await source.transaction(async (manager) => {
        await manager.insert(Order, columns);
        await manager.insert(
          OrderItem,
          items.map((item, index) => ({ ...item, orderId: columns.id, position: index + 1 })),
        );
      });
    },
    async listOrders(after, limit) {
      const rows = await source.manager.find(Order, {
        where: { placedAt: Raw((placedAt) => `(${placedAt}, "Order"."id") < (:placedAt, :id)`, { ...after }) },
        order: { placedAt: "DESC", id: "DESC" },
        take: limit,
        relations: { items: true },
        relationLoadStrategy: "query",
      });
      return rows.map((row) => orders.restore({ ...row, items: row.items.toSorted(byPosition) }));
    },
    async insertMovements(movements) {
      await source
        .createQueryBuilder()
        .insert()
        .into(Movement)
        .values([...movements])
        .updateEntity(false)
        .execute();
    },
    close: () => source.destroy(),
  };
};

function byPosition(one: Item, other: Item): number {
  return one.position - other.position;
}
