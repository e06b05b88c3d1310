import { defineEntity, LockMode, MikroORM, p } from "@mikro-orm/postgresql";
import { applyChange, type OpenLibrary, orders, users } from "../library.ts";

const time = () => p.datetime(3);

const User = defineEntity({
  name: "User",
  tableName: "users",
  schema: "shop",
  properties: {
    id: p.uuid().primary(),
    email: p.text(),
    name: p.text(),
    role: p.text(),
    version: p.integer(),
    createdAt: time(),
    updatedAt: time(),
  },
});
const Order = defineEntity({
  name: "Order",
  tableName: "orders",
  schema: "shop",
  properties: {
    id: p.uuid().primary(),
    customerId: p.uuid(),
    status: p.text(),
    note: p.text().nullable(),
    version: p.integer(),
    placedAt: time(),
    items: () => p.oneToMany(OrderItem).mappedBy("order").orderBy({ position: "asc" }),
  },
});
const OrderItem = defineEntity({
  name: "OrderItem",
  tableName: "order_items",
  schema: "shop",
  primaryKeys: ["order", "position"],
  properties: {
    order: () => p.manyToOne(Order).primary(),
    position: p.integer().primary(),
    productId: p.uuid(),
    quantity: p.integer(),
    unitPrice: p.integer(),
  },
});
const StockMovement = defineEntity({
  name: "StockMovement",
  tableName: "stock_movements",
  schema: "shop",
  properties: {
    id: p.uuid().primary(),
    productId: p.uuid(),
    quantity: p.integer(),
    reason: p.text().nullable(),
    occurredAt: time(),
  },
});

/** MikroORM with a fork of the entity manager for each operation; what is only read isn't put under its watch. */
export const open: OpenLibrary = async (url, poolSize) => {
  const entities = [User, Order, OrderItem, StockMovement];
  const orm = await MikroORM.init({ entities, clientUrl: url, pool: { max: poolSize } });
  return {
    findUser: async (id) => users.restore(await orm.em.fork().findOne(User, id, { disableIdentityMap: true })),
    updateUser: (id, change) =>
      orm.em.fork().transactional(async (em) => {
        const row = await em.findOne(User, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const user = users.restore(row);
        if (row === null || !applyChange(user, change)) return user;
        const { email, name, role, updatedAt, version } = user.snapshot;
        Object.assign(row, { email, name, role, updatedAt, version: version + 1 });
        return users.restore({ ...user.snapshot, version: version + 1 });
      }),
    async createOrder({ snapshot: { items, ...columns } }) {
      const em = orm.em.fork();
      em.create(Order, { ...columns, items: items.map((item, index) => ({ ...item, position: index + 1 })) });
      await em.flush();
    },
    async listOrders({ placedAt, id }, limit) {
      const rows = await orm.em.fork().find(
        Order,
        { placedAt: { $lte: placedAt }, $or: [{ placedAt: { $lt: placedAt } }, { id: { $lt: id } }] },
        {
          orderBy: { placedAt: "desc", id: "desc" },
          limit,
          populate: ["items"],
          strategy: "select-in",
          disableIdentityMap: true,
        },
      );
      return rows.map((row) => orders.restore({ ...row, note: row.note ?? null, items: row.items.getItems() }));
    },
    async insertMovements(movements) {
      await orm.em.fork().insertMany(StockMovement, [...movements]);
    },
    close: () => orm.close(),
  };
};
